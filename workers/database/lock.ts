import { quoteText } from '../../src/core/quote.ts';

/**
 * The settings that shut DuckDB in, in the order that works: the repository first, since the last line forbids any change.
 * `SET TimeZone` is absent because it belongs to the icu extension: without it every time is UTC.
 */
export const lockStatements = (origin: string): string[] => [
  `SET custom_extension_repository = ${quoteText(`${origin}/none`)}`,
  'SET autoinstall_known_extensions = false',
  'SET autoload_known_extensions = false',
  'SET allow_community_extensions = false',
  `SET allowed_directories = ['data/']`,
  'SET enable_external_access = false',
  'SET errors_as_json = true',
  'CREATE SCHEMA canonical',
  // What was imported, of tables that have cleaning steps.
  'CREATE SCHEMA raw',
  searchPath,
  'SET lock_configuration = true',
];

/** Canonical views can be named bare unless a table of the user's has the name. Needed again for each connection. */
export const searchPath = `SET search_path = 'main,canonical'`;
