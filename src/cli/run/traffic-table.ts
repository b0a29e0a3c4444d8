import type { Traffic } from '../../transport/traffic.ts'

/** A table of what travelled, by protocol. */
export function trafficTable(traffic: readonly Traffic[]): string {
  const used = traffic.filter(({ messages }) => messages > 0)
  if (used.length === 0) return 'no messages travelled\n'
  const total = {
    protocol: 'all',
    messages: used.reduce((sum, { messages }) => sum + messages, 0),
    bytes: used.reduce((sum, { bytes }) => sum + bytes, 0),
  }
  const rows = [...used, total].map(({ protocol, messages, bytes }) => [protocol, number(messages), number(bytes)])
  const [names, messages, bytes] = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length), 8))
  return [['protocol', 'messages', 'bytes'], ...rows]
    .map((row) => `${row[0].padEnd(names)}  ${row[1].padStart(messages)}  ${row[2].padStart(bytes)}\n`)
    .join('')
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
