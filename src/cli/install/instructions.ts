/** What agents are told of Kindred, for instruction files and for skills. */

/** As a text of YAML: it holds a colon. */
const WHEN = JSON.stringify(
  'Find code and documents of this code base by meaning: where something is done, what a name is, who calls it, what ' +
    'is like it. Use before grep when the exact string is not known.',
);

const BODY = `Kindred indexes this code base on this machine. Its MCP tools:

- \`search\`: ask in words ("where are failed uploads retried"), by names, or with a pasted error or code. It answers
  with the code and its line numbers, so there is no need to open the files again. Several questions fit in one call.
- \`references\`: definition, imports and callers of a name.
- \`outline\`: what a file or folder defines, before reading it.
- \`similar\`: copies and variants of some lines, before changing them or writing them anew.

Begin with \`search\` where the exact string is not known; a quoted text or a /regular expression/ in the question is
matched exactly. Use grep for files that are not indexed. Without the tools, \`kindred context "<question>"\` in the
terminal does the same.`;

export const INSTRUCTIONS = `## Searching this code base: Kindred\n\n${BODY}`;

/** In every skill, so that it is known again. */
export const SKILL_MARK = '<!-- written by kindred install -->';

/** In the format of agentskills.io. */
export const SKILL = `---\nname: kindred\ndescription: ${WHEN}\n---\n\n${SKILL_MARK}\n\n# Kindred\n\n${BODY}\n`;

/** In the format of Cursor's rules. */
export const CURSOR_RULE = `---\ndescription: ${WHEN}\nalwaysApply: true\n---\n\n${SKILL_MARK}\n\n${INSTRUCTIONS}\n`;
