import type { Wording } from './wording.ts';

export const en: Wording = {
  buyAgain: ({ times }) =>
    times !== undefined && times > 1
      ? `You have bought this ${times} times, and it may be time again`
      : 'You have bought this before, and it may be time again',
  boughtTogether: ({ withTitle }) => (withTitle ? `Goes with “${withTitle}”` : 'Goes with what you chose'),
  affinity: ({ attribute, value }) => {
    if (!value) return 'Fits what you usually choose';
    return attribute === 'brand' ? `Because you often choose ${value}` : `Because you often buy ${value}`;
  },
  trending: () => 'Much sought after right now',
  popular: () => 'Popular with our customers',
  new: () => 'Just arrived',
  clickRate: () => 'Those who see it often choose it',
  priceFit: () => 'In the price range you usually choose',
  boughtRecently: () => 'You bought this recently',
  other: ({ description }) => description ?? 'Fits your profile',
  fallback: () => 'Recommended for you',
};
