{#- The day of a moment in the project's time zone. -#}
{% macro day_of(moment) -%}
  toDate({{ moment }}, '{{ var("time_zone") }}')
{%- endmacro %}

{#- Whether `moment` lies in the time after a decision in which events count as its reward; clocks may differ by a minute. -#}
{% macro within_reward(moment, decided_at) -%}
  {{ moment }} >= {{ decided_at }} - toIntervalMinute(1)
    and {{ moment }} <= {{ decided_at }} + toIntervalHour({{ var("reward_hours") }})
{%- endmacro %}
