import type { ErrorTexts } from './types.ts';

/** Errors and notices about the engine, its workers, SQL and the mapping. */
export const engineErrors = {
  en: {
    'sql.parse': 'The SQL could not be read. Correct it at the place marked. DuckDB says: {message}',
    'sql.bind':
      'The SQL names something that its tables do not offer. Check the names of columns. DuckDB says: {message}',
    'sql.catalog':
      'The SQL names something that does not exist. Check the names of tables and functions. DuckDB says: {message}',
    'sql.memory':
      'The query needs more memory than the engine may use. Read fewer rows or columns, or drop tables you do not need. DuckDB says: {message}',
    'sql.conversion': 'A value could not be converted. TRY_CAST gives NULL instead of an error. DuckDB says: {message}',
    'sql.forbidden':
      'The engine is shut in, and may not do this. Files come in through import, results go out through export. DuckDB says: {message}',
    'sql.other': 'The engine refused the statement. Change it, and run it again. DuckDB says: {message}',
    'sql.enum-column':
      'The column “{column}” is an ENUM, whose values can’t leave the engine. Select it as text: CAST("{column}" AS VARCHAR).',
    'sql.several': 'These are {count} statements. Run them one at a time.',
    'sql.not-offered':
      '{statement} is not offered here, as it would change the session instead of the data. Use SELECT, CREATE, INSERT, UPDATE, DELETE, ALTER or DROP.',
    'engine.broken':
      'The database engine broke down ({message}) and is started again with your tables. Run the statement again; if it breaks again, read fewer rows.',
    'engine.bad-batch': 'A batch of rows arrived damaged ({message}). Import the file again.',
    'engine.rows-lost':
      '{table}: {rows} rows were read, but {arrived} arrived. Nothing was kept; import the file again.',
    'engine.unexpected': 'Something failed that should not have: {message}. Try again; if it stays, reload the page.',
    'engine.table-lost':
      'The table “{table}” could not be brought back after the database was started again ({message}). Import its file again.',
    'engine.statement-lost':
      'A statement could not be repeated after the database was started again ({message}): {statement}. Run it again if you need it.',
    'engine.unknown-table': 'There is no table called “{table}”. behold.tables() lists those that exist.',
    'engine.name-taken':
      'The run wants to write the table “{table}”, but you have a table of that name. Rename or drop yours, and run again.',
    'worker.died':
      'The {worker} worker stopped unexpectedly, so this job could not be finished. It is started again: try once more.',
    'worker.ended': 'The {worker} worker was restarted, so this job was stopped. Try once more.',
    'worker.timeout': 'The {worker} worker gave no answer for {seconds} seconds and was restarted. Try once more.',
    'worker.start-timeout':
      'The {worker} worker did not start within {seconds} seconds. Reload the page; if it stays, the server’s headers may forbid WebAssembly.',
    'worker.restarted': 'The {worker} worker stopped unexpectedly and was started again. Your tables are in place.',
    'mapping.unknown-table':
      'The role view “{view}” reads the table “{table}”, which does not exist. Choose one of the tables on the Data page.',
    'mapping.unknown-column':
      'The role {view}.{field} reads the column “{column}”, which the table “{table}” does not have. Choose another column.',
    'mapping.bad-expression':
      'The expression for {view}.{field} can’t be used. It must give one value for each row, from the columns of its table. DuckDB says: {message}',
    'mapping.bad-view': 'The roles can’t be made into a view. Check the expressions. DuckDB says: {message}',
    'mapping.view-lost':
      'The table “{table}” no longer has what the roles of “{view}” read, so they were cleared. Map them anew on the Data page.',
    'import.columns-differ':
      'The rows can’t be added to “{table}”, as these columns differ in name or type: {columns}. Import the file as a table of its own.',
    'settings.bad-value': 'The setting {name} can’t be “{value}”. Choose one of the values that the settings offer.',
    'params.invalid': 'The parameter “{path}” is not valid: {message}. Correct it, and run again.',
    'data.missing-role':
      'This analysis needs {role}, which the project’s data do not offer yet. Map a column to it on the Data page.',
    'analysis.no-members': 'The analysis {id} does not list the users behind its marks. Use its table instead.',
  },
  zh: {
    'sql.parse': '无法解析这条 SQL。请在标出的位置更正。DuckDB 的说明：{message}',
    'sql.bind': 'SQL 引用了表中没有的内容。请检查列名。DuckDB 的说明：{message}',
    'sql.catalog': 'SQL 引用了不存在的对象。请检查表名和函数名。DuckDB 的说明：{message}',
    'sql.memory': '查询所需内存超出引擎上限。请减少读取的行或列，或删除不需要的表。DuckDB 的说明：{message}',
    'sql.conversion': '有值无法转换。改用 TRY_CAST 会得到 NULL 而不是错误。DuckDB 的说明：{message}',
    'sql.forbidden': '引擎已被隔离，不允许此操作。文件请通过导入读入，结果请通过导出取得。DuckDB 的说明：{message}',
    'sql.other': '引擎拒绝了这条语句。请修改后重新运行。DuckDB 的说明：{message}',
    'sql.enum-column': '列“{column}”是 ENUM 类型，其值无法从引擎中取出。请作为文本查询：CAST("{column}" AS VARCHAR)。',
    'sql.several': '这里有 {count} 条语句。请逐条运行。',
    'sql.not-offered':
      '此处不提供 {statement}，因为它改变的是会话而不是数据。请使用 SELECT、CREATE、INSERT、UPDATE、DELETE、ALTER 或 DROP。',
    'engine.broken':
      '数据库引擎发生故障（{message}），正在连同您的表一起重新启动。请重新运行；若再次出现，请减少读取的行数。',
    'engine.bad-batch': '一批数据行在传送中损坏（{message}）。请重新导入该文件。',
    'engine.rows-lost': '{table}：读取了 {rows} 行，但只到达 {arrived} 行。未保留任何数据；请重新导入该文件。',
    'engine.unexpected': '出现了不应发生的错误：{message}。请重试；若仍出现，请刷新页面。',
    'engine.table-lost': '数据库重新启动后无法恢复表“{table}”（{message}）。请重新导入它的文件。',
    'engine.statement-lost': '数据库重新启动后有一条语句无法重做（{message}）：{statement}。如有需要请重新运行。',
    'engine.unknown-table': '没有名为“{table}”的表。behold.tables() 会列出现有的表。',
    'engine.name-taken': '运行需要写入表“{table}”，但您已有同名的表。请将您的表改名或删除，然后重新运行。',
    'worker.died': '{worker} 工作线程意外停止，这项任务未能完成。它正在重新启动，请再试一次。',
    'worker.ended': '{worker} 工作线程已重新启动，这项任务因此中止。请再试一次。',
    'worker.timeout': '{worker} 工作线程 {seconds} 秒没有响应，已重新启动。请再试一次。',
    'worker.start-timeout':
      '{worker} 工作线程未能在 {seconds} 秒内启动。请刷新页面；若仍出现，可能是服务器的响应头禁止了 WebAssembly。',
    'worker.restarted': '{worker} 工作线程意外停止，已重新启动。您的表均已就位。',
    'mapping.unknown-table': '字段映射的“{view}”引用了表“{table}”，但它不存在。请在“数据”页选择一张现有的表。',
    'mapping.unknown-column': '{view}.{field} 引用了列“{column}”，但表“{table}”中没有这一列。请选择其他列。',
    'mapping.bad-expression':
      '{view}.{field} 的表达式无法使用。它必须由该表的列为每一行给出一个值。DuckDB 的说明：{message}',
    'mapping.bad-view': '字段映射无法生成视图。请检查表达式。DuckDB 的说明：{message}',
    'mapping.view-lost': '表“{table}”中已没有“{view}”所引用的内容，相关的字段映射已清除。请在“数据”页重新映射。',
    'import.columns-differ':
      '无法把这些行追加到“{table}”，因为以下列的名称或类型不同：{columns}。请将该文件导入为单独的表。',
    'settings.bad-value': '设置 {name} 不能是“{value}”。请选择设置中提供的值。',
    'params.invalid': '参数“{path}”无效：{message}。请更正后重新运行。',
    'data.missing-role': '此分析需要 {role}，而项目的数据尚未提供。请在“数据”页为它映射一列。',
    'analysis.no-members': '分析 {id} 不列出各部分背后的用户。请使用它的表格。',
  },
} satisfies ErrorTexts;
