import { useSearchParams } from 'wouter';

/** One part of the page's state, kept in the address so that a link shows the same page. */
export function useUrlState(name: string): [value: string, set: (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  return [
    search.get(name) ?? '',
    (value) =>
      setSearch(
        (previous) => {
          const next = new URLSearchParams(previous);
          if (value === '') next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
  ];
}
