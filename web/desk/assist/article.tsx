import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { api } from '../api';
import { Dialog } from '../shell/dialog';

// Fetched when somebody wants to read one. It imports nothing of the desk's: what both need would
// become a file of its own, and two compress worse than one.
const ArticleText = lazy(() => import('./article-text'));

interface ArticleProps {
  id: string;
  /** Shown until the article has come. */
  title: string;
  onClose: () => void;
}

/** An article of the knowledge folder, to be read beside a call. */
export function Article({ id, title, onClose }: ArticleProps) {
  const { data, error } = useQuery({ queryKey: ['article', id], queryFn: () => api.article(id) });
  return (
    <Dialog title={data?.title ?? title} wide onClose={onClose}>
      {error && !data && <p role="alert">The article cannot be shown. {error.message}</p>}
      <Suspense>{data && <ArticleText {...data} />}</Suspense>
    </Dialog>
  );
}
