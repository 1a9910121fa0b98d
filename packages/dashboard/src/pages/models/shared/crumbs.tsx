import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './shared.module.css';

/** The way from the list of models to this page. */
export function Crumbs({ model, here }: { model?: string; here: string }) {
  const { t } = useTranslation();
  const steps = [
    { href: '/models', name: t('section.models') },
    ...(model === undefined ? [] : [{ href: modelPath(model), name: model }]),
  ];
  return (
    <>
      {steps.map(({ href, name }) => (
        <Fragment key={href}>
          <Link href={href} className={css.crumb}>
            {name}
          </Link>
          <span className={css.slash} aria-hidden="true">
            /
          </span>
        </Fragment>
      ))}
      {here}
    </>
  );
}

/** The address of a model's page, or of one below it. */
export const modelPath = (name: string, ...below: (string | number)[]): string =>
  ['/models', encodeURIComponent(name), ...below].join('/');

/** Where a training or evaluation is followed. */
export function jobPath(model: string, id: string): string {
  return `${modelPath(model, 'train')}?job=${encodeURIComponent(id)}`;
}
