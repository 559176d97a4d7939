import { estimatorConforms } from './conformance.ts';
import { logistic } from './logistic/logistic.ts';

estimatorConforms('logistic regression', logistic({ c: 1 }));
estimatorConforms('logistic regression of a chosen strength', logistic());
