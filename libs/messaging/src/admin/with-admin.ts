import type { Admin, AdminConfig, Kafka } from 'kafkajs';

/**
 * Does something by an admin client of its own, and leaves no connection behind.
 * @param config how it tries again; by default as the client does
 * @throws the brokers' error
 */
export async function withAdmin<T>(
  kafka: Pick<Kafka, 'admin'>,
  act: (admin: Admin) => Promise<T>,
  config?: AdminConfig,
): Promise<T> {
  const admin = kafka.admin(config);
  await admin.connect();
  try {
    return await act(admin);
  } finally {
    await admin.disconnect();
  }
}
