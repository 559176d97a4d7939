import { leastSquares } from '../linear-core/least-squares.ts';
import { linearMaker } from '../linear-core/linear-maker.ts';

/** Linear regression by ordinary least squares. */
export default linearMaker('linear', (t, _params, step) => leastSquares(t, step));
