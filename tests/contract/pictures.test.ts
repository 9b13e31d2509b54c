/** The contract of every node that draws or looks at pictures. */
import { contract } from './promises.ts';

await contract((type) => [...type.inlets, ...type.outlets].some((p) => p.type === 'video'));
