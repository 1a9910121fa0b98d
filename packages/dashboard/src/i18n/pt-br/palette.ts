import type { palette as english } from '../en/palette.ts';

export const palette: typeof english = {
  palette: {
    open: 'Busca e comandos',
    openHint: 'Busca e comandos (Ctrl K)',
    search: 'Ir a uma página, cliente, painel… ou fazer algo',
    shortcuts: 'Atalhos do teclado',
    points: 'Pelos pontos do gráfico em foco',
    none: 'Nada combina com o que você digitou',
    saveView: 'Salvar esta visão',
    viewName: 'Nome da visão, depois Enter',
    newAlert: 'Criar um alerta',
    light: 'Tema claro',
    dark: 'Tema escuro',
    language: 'Switch to English',
    bell_one: '{{count}} alerta disparado',
    bell_other: '{{count}} alertas disparados',
    bellQuiet: 'Nenhum alerta disparado',
    groups: {
      pages: 'Páginas',
      views: 'Visões salvas',
      boards: 'Painéis',
      experiments: 'Experimentos',
      models: 'Modelos',
      customers: 'Clientes',
      items: 'Itens',
      actions: 'Ações',
    },
  },
};
