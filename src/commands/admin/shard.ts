import { streamOf } from '#actors/kit/stream-id.ts';
import { defineCommand } from '../define-command.ts';
import type { PanelField } from '../panel.ts';
import { addressOf, entityOption } from './actor.ts';

const SHARDS = 256;

/** `/admin shard`: which process looks after how many shards, and on which shard an entity lies. */
export const adminShard = defineCommand({
  name: 'admin shard',
  summary: 'Which process has how many shards, and where an entity lies',
  ephemeral: true,
  options: [{ ...entityOption, required: false }],
  examples: ['/admin shard', '/admin shard entity:ledger:home:0'],
  run: async ({ entity }, { deps }) => {
    const { processes } = await deps.service.cluster.look();
    const owned = processes.reduce((sum, { shards }) => sum + shards, 0);
    const fields: PanelField[] = [];
    if (entity !== undefined) {
      const { stream } = streamOf(addressOf(entity));
      fields.push({ name: 'Stream', value: `\`${stream}\`` });
    }
    return {
      title: 'Shards',
      tone: owned >= SHARDS ? 'good' : 'warn',
      text:
        owned >= SHARDS
          ? 'Every shard has a process that looks after it.'
          : `${SHARDS - owned} of ${SHARDS} shards have no process as far as this one knows; what lies there answers \`E_UNAVAILABLE\`.`,
      ...(fields.length === 0 ? {} : { fields }),
      tables: [
        {
          columns: [{ label: 'Process' }, { label: 'Shards', align: 'right' }],
          rows: processes.map(({ id, shards, isSelf }) => [isSelf ? `${id} (this one)` : id, String(shards)]),
        },
      ],
      ephemeral: true,
    };
  },
});
