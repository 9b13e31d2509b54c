/** The contract of every node of sound and signals. */
import { contract } from './promises.ts';

await contract((type) => ![...type.inlets, ...type.outlets].some((p) => p.type === 'video'));
