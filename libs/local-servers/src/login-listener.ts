/** The users of a broker that asks each client to log in (SASL PLAIN), and allows what no ACL says to administrators alone. */
export interface Logins {
  /** Passwords by name. */
  readonly users: Readonly<Record<string, string>>;
  /** The user for the broker's own connections; one of the administrators. */
  readonly broker: string;
  /** Who may do everything, and so make topics and ACLs. */
  readonly administrators: readonly string[];
}

/** The lines in `server.properties` for such a broker; its clients' listener has this name. */
export function loginProperties(listener: string, { users, broker, administrators }: Logins): string {
  const passwords = Object.entries(users).map(([name, password]) => `user_${name}="${password}"`);
  const own = `username="${broker}" password="${users[broker] ?? ''}"`;
  const module = `org.apache.kafka.common.security.plain.PlainLoginModule required ${own} ${passwords.join(' ')};`;
  const names = [listener, 'CONTROLLER'];
  return `sasl.enabled.mechanisms=PLAIN
sasl.mechanism.inter.broker.protocol=PLAIN
sasl.mechanism.controller.protocol=PLAIN
${names.map((name) => `listener.name.${name.toLowerCase()}.plain.sasl.jaas.config=${module}`).join('\n')}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=${administrators.map((name) => `User:${name}`).join(';')}
`;
}
