import { Button, Code, CopyButton, Stack, Text } from '@mantine/core';
import { Dialog } from '../shell/dialog';

/** Something secret that is shown a single time, to be copied. */
export function Once(props: { title: string; text: string; value: string; onClose: () => void }) {
  return (
    <Dialog onClose={props.onClose} title={props.title}>
      <Stack>
        <Text className="soft">{props.text}</Text>
        <Code block>{props.value}</Code>
        <CopyButton value={props.value}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
        </CopyButton>
      </Stack>
    </Dialog>
  );
}
