import { nodeEnvironment, nodeFlags } from '@rollcall/local-servers';
import { DockerfileParser, type From } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';

/** The problems of a Dockerfile: by the linter's rules, and by this project's rules for its last stage. */
export function dockerfileProblems(text: string): string[] {
  const found = validate(text).map(({ range, message }) => {
    const words = typeof message === 'string' ? message : message.value;
    return `line ${range.start.line + 1}: ${words}`;
  });
  return [...found, ...ourProblems(text)];
}

function ourProblems(text: string): string[] {
  const instructions = DockerfileParser.parse(text).getInstructions();
  const named = (keyword: string) => instructions.filter((each) => each.getKeyword() === keyword);
  const froms = named('FROM') as From[];
  const lastStage = instructions.slice(froms.length === 0 ? 0 : instructions.indexOf(froms.at(-1) as From));
  const last = (keyword: string) => lastStage.findLast((each) => each.getKeyword() === keyword);
  const problems: string[] = [];
  const must = (holds: boolean, problem: string) => void (holds || problems.push(problem));
  must(froms.length > 1, 'has one stage: what builds would be shipped');
  const user = last('USER')?.getArgumentsContent() ?? 'root';
  must(!['root', '0', '0:0'].includes(user), 'runs as root');
  must(last('HEALTHCHECK') !== undefined, 'has no health check');
  must(named('ADD').length === 0, 'uses ADD, which fetches and unpacks: COPY says what it does');
  must(
    named('RUN').some((run) => run.getArgumentsContent()?.includes('npm ci --omit=dev') === true),
    'installs more than production needs',
  );
  const entry = last('ENTRYPOINT')?.getArgumentsContent() ?? '';
  for (const flag of nodeFlags) must(entry.includes(`"${flag}"`), `runs Node without ${flag}, unlike npm start`);
  const environment = lastStage.filter((each) => each.getKeyword() === 'ENV').map((each) => each.getArgumentsContent());
  for (const [name, value] of Object.entries(nodeEnvironment))
    must(
      environment.some((env) => env?.includes(`${name}=${value}`)),
      `runs Node without ${name}=${value}, unlike npm start`,
    );
  for (const secret of [...named('ARG'), ...named('ENV')]) {
    const words = secret.getArgumentsContent() ?? '';
    must(!/PASSWORD|SECRET|TOKEN/i.test(words), `${secret.getKeyword()} ${words} would stay in the image`);
  }
  return problems;
}
