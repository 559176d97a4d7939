import type { Server } from 'node:http';

export interface HeaderRule {
  path: string;
  headers: [name: string, value: string | null][];
}

export function parseHeaders(text: string): HeaderRule[];
export function headersFor(rules: HeaderRule[], path: string): Record<string, string>;
export function staticServer(options?: { dir?: string; base?: string; bare?: boolean }): Promise<Server>;
export function listen(server: Server, port: number): Promise<void>;
export function portTaken(port: number): string;
