import { streamOf } from '#actors/kit/stream-id.ts';
import { defineCommand } from '../define-command.ts';
import type { PanelField } from '../panel.ts';
import { shardTrouble } from '../general/shard-trouble.ts';
import { addressOf, entityOption } from './actor.ts';

/** `/admin shard`: which process looks after how many shards, and on which shard an entity lies. */
export const adminShard = defineCommand({
  name: 'admin shard',
  summary: 'Which process has how many shards, and where an entity lies',
  ephemeral: true,
  options: [{ ...entityOption, required: false }],
  examples: ['/admin shard', '/admin shard entity:ledger:home:0'],
  run: async ({ entity }, { deps }) => {
    const view = await deps.service.cluster.look();
    const trouble = shardTrouble(view);
    const fields: PanelField[] = [];
    if (entity !== undefined) {
      const { stream } = streamOf(addressOf(entity));
      fields.push({ name: 'Stream', value: `\`${stream}\`` });
    }
    return {
      title: 'Shards',
      tone: trouble === undefined ? 'good' : 'warn',
      text: trouble ?? 'Every shard has a process that looks after it.',
      ...(fields.length === 0 ? {} : { fields }),
      tables: [
        {
          columns: [{ label: 'Process' }, { label: 'Shards', align: 'right' }],
          rows: view.processes.map(({ id, shards, isSelf }) => [
            isSelf ? `${id} (this one)` : id,
            String(shards),
          ]),
        },
      ],
      ephemeral: true,
    };
  },
});
