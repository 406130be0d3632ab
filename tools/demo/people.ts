import type { Person } from './okta.ts';

const names = `Ann Lee, Björn Åkesson, Chloé Dubois, Dmitri Иванов, Elif Yılmaz, Fatima Zahra, Grace O'Neill, Hana 佐藤, Inês Conceição,
Jürgen Weiß, Kwame Mensah, Łukasz Wójcik, Mei 王, Nuala Ní Bhriain, Óscar Muñoz, Priya Raghunathan, Quentin St. John, Rosa van der Berg,
Søren Kjær, Thị Nguyễn, Ulrike Groß, Vikram Patel, Wanjiru Kamau, Ximena Peña, Yusuf Al-Amin`;
const titles = ['Designer', 'Engineer', 'Accountant', 'Nurse', 'Planner'];

/** Twenty-five people with realistic names; `day` makes their addresses unique to a run. */
export function peopleOf(day: string): Person[] {
  return names.split(',').map((text, index) => {
    const [givenName = '', ...rest] = text.trim().split(' ');
    const familyName = rest.join(' ');
    const title = titles[index % titles.length] ?? '';
    return { givenName, familyName, title, userName: `person${index + 1}.${day}@demo.example` };
  });
}
