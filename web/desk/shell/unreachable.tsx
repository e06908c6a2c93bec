import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { feed } from '../live/feed';

/** The very first question to the server failed: nothing can be shown yet. */
export function Unreachable({ error }: { error: Error }) {
  return (
    <Center h="100dvh" p="md">
      <Stack align="flex-start" maw={420}>
        <Title order={1} size="h3">
          Segue does not answer
        </Title>
        <Text className="soft">{error.message}</Text>
        <Button onClick={() => void feed.refresh().catch(() => undefined)}>Try again</Button>
      </Stack>
    </Center>
  );
}
