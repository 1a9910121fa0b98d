export const signIn = {
  signIn: {
    title: 'Sign in to Personalize',
    way: 'How to sign in',
    withKey: 'Key',
    withPassword: 'E-mail',
    key: 'API key',
    keyHint: 'The first admin key is printed in the terminal when the server starts.',
    email: 'E-mail',
    password: 'Password',
    show: 'Show or hide',
    do: 'Sign in',
    wrongKey: 'No key matches. Copy it again from the terminal or from whoever made it, without spaces.',
    wrongPassword: 'E-mail or password is wrong. Check both, or ask an administrator to reset the password.',
    tooMany: 'Too many tries. Wait a minute, then try again.',
  },
};
