import type { signIn as english } from '../en/sign-in.ts';

export const signIn: typeof english = {
  signIn: {
    title: 'Entrar no Personalize',
    way: 'Como entrar',
    withKey: 'Chave',
    withPassword: 'E-mail',
    key: 'Chave de API',
    keyHint: 'A primeira chave de administrador aparece no terminal quando o servidor inicia.',
    email: 'E-mail',
    password: 'Senha',
    show: 'Mostrar ou ocultar',
    do: 'Entrar',
    wrongKey: 'Nenhuma chave corresponde. Copie de novo do terminal ou de quem a criou, sem espaços.',
    wrongPassword: 'E-mail ou senha incorretos. Confira os dois ou peça a um administrador uma nova senha.',
    tooMany: 'Tentativas demais. Espere um minuto e tente de novo.',
  },
};
