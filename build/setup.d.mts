export const root: string;
export function run(command: string, args: string[], env?: Record<string, string>): number;
export function runTool(name: string, args: string[], env?: Record<string, string>): number;
export function packagesMatch(folder?: string): boolean;
export function install(): void;
export function build(): boolean;
export function buildIfChanged(): void;
