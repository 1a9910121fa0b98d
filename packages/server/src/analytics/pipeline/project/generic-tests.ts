import { createHash } from 'node:crypto';
import type { RequestedTest } from './properties.ts';

/** The tests that every project has, as in dbt. */
export const builtInTests = `
{% test not_null(model, column_name) %}
select * from {{ model }} where {{ column_name }} is null
{% endtest %}

{% test unique(model, column_name) %}
select {{ column_name }}, count() as copies
from {{ model }}
where {{ column_name }} is not null
group by {{ column_name }}
having count() > 1
{% endtest %}

{% test accepted_values(model, column_name, values, quote=true) %}
select {{ column_name }} as value, count() as copies
from {{ model }}
where {{ column_name }} not in (
  {%- for value in values -%}
    {%- if quote -%} {{ quoted(value) }} {%- else -%} {{ value }} {%- endif -%}
    {%- if not loop.last %}, {% endif -%}
  {%- endfor -%}
)
group by {{ column_name }}
{% endtest %}

{% test relationships(model, column_name, to, field) %}
select child.{{ column_name }} as {{ column_name }}, count() as copies
from {{ model }} as child
where child.{{ column_name }} is not null
  and child.{{ column_name }} not in (select {{ field }} from {{ to }} where {{ field }} is not null)
group by child.{{ column_name }}
{% endtest %}
`;

/** A test's name as in dbt: what it tests, of which model and column, with which arguments. */
export function testName(of: string, column: string | null, { test, name, given }: RequestedTest): string {
  if (name !== null) return name;
  const args = Object.values(given)
    .flat()
    .map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)))
    .join('__');
  const text = [test, of, column, args]
    .filter((part) => part !== null && part !== '')
    .join('_')
    .replace(/[^a-zA-Z0-9_]+/g, '_')
    .replace(/_+$/, '');
  if (text.length <= 90) return text;
  return `${text.slice(0, 57)}_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

/** A text as a literal of SQL. */
export function quoted(value: unknown): string {
  return `'${String(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
