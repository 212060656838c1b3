import type { Reading } from './readings.ts';

const seconds = (microseconds: number): number => microseconds / 1e6;

/** What the process itself takes, under the names that every dashboard knows. */
export const processReadings = (): readonly Reading[] => {
  const startedAtSeconds = Math.round(Date.now() / 1e3 - process.uptime());
  const memory = (name: string, help: string, part: 'heapTotal' | 'heapUsed' | 'external'): Reading => ({
    name,
    help,
    type: 'gauge',
    read: () => [{ value: process.memoryUsage()[part] }],
  });
  const cpu = (part: 'user' | 'system'): Reading => ({
    name: `process_cpu_${part}_seconds_total`,
    help: `Processor time in ${part} mode`,
    type: 'counter',
    read: () => [{ value: seconds(process.cpuUsage()[part]) }],
  });
  return [
    cpu('user'),
    cpu('system'),
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time in all',
      type: 'counter',
      read: () => {
        const { user, system } = process.cpuUsage();
        return [{ value: seconds(user + system) }];
      },
    },
    {
      name: 'process_start_time_seconds',
      help: 'When the process started, in seconds since the epoch',
      type: 'gauge',
      read: () => [{ value: startedAtSeconds }],
    },
    {
      name: 'process_resident_memory_bytes',
      help: 'Resident memory',
      type: 'gauge',
      read: () => [{ value: process.memoryUsage.rss() }],
    },
    memory('nodejs_heap_size_total_bytes', 'Heap that is reserved', 'heapTotal'),
    memory('nodejs_heap_size_used_bytes', 'Heap in use', 'heapUsed'),
    memory('nodejs_external_memory_bytes', 'Memory outside of the heap', 'external'),
  ];
};
