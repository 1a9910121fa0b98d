import type { connect as english } from '../en/connect.ts';

export const connect: typeof english = {
  connect: {
    connecting: 'Perguntando ao servidor o que já chegou',
    waiting: 'À espera do primeiro evento',
    waitingText: 'Envie um evento de qualquer uma das formas abaixo. Esta página percebe na hora.',
    arrived: 'O primeiro evento chegou',
    receiving: 'Os eventos estão chegando',
    receivedText_one: '{{exact}} evento aceito até agora.',
    receivedText_other: '{{exact}} eventos aceitos até agora.',
    toOverview: 'Ir para a visão geral',
    send: 'Envie um evento',
    sendText:
      'Troque KEY por uma chave de API com o escopo events:write. Qualquer código de cliente e de item serve; os desconhecidos são criados.',
    sendReady: 'Pronto para colar. Qualquer código de cliente e de item serve; os desconhecidos são criados.',
    browser: 'Navegador',
    keys: 'Crie uma chave',
    keysText:
      'Uma chave só com o escopo events:write pode ficar em uma página web: ela envia eventos e não lê nada.',
    keysCommand: 'Só administradores criam chaves aqui. Na máquina do servidor, este comando faz o mesmo:',
    makeKey: 'Criar chave para eventos',
    keyMade: 'Guarde esta chave agora; ela só aparece uma vez. Os exemplos abaixo já a usam.',
    import: 'Traga o histórico',
    importText:
      'Arquivos CSV, JSON Lines e Parquet com eventos, itens e clientes do passado podem ser importados.',
  },
};
