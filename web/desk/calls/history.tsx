import { Title } from '@mantine/core';
import { CallList } from './call-list';

/** Every call that this person may see. */
export default function History() {
  return (
    <div style={{ maxWidth: '44rem', margin: '0 auto' }}>
      <Title order={1} size="h3" mb="md">
        Calls
      </Title>
      <CallList title="Newest first" first="" />
    </div>
  );
}
