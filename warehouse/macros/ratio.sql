{#- numerator / denominator, null where the denominator is 0. -#}
{% macro ratio(numerator, denominator) -%}
  if({{ denominator }} = 0, null, {{ numerator }} / {{ denominator }})
{%- endmacro %}

{#- How many events of each type, one column a type: `page_view` becomes `page_views`. -#}
{% macro count_types(types, column='event_type') -%}
  {%- for type in types %}
    countIf({{ column }} = '{{ type }}') as {{ type }}s{% if not loop.last %},{% endif %}
  {%- endfor %}
{%- endmacro %}
