import { formatRoute, parseRoute } from './route.ts';
import type { Route } from './route.ts';

/** The page's place, kept in the location hash. */
export class Router {
  route = $state.raw<Route>(parseRoute(location.hash));

  constructor() {
    addEventListener('hashchange', () => (this.route = parseRoute(location.hash)));
  }

  go(route: Route): void {
    location.hash = formatRoute(route);
  }

  /** Rewrites the address without a new entry in the history: the same place, with other parameters. */
  replace(route: Route): void {
    history.replaceState(null, '', formatRoute(route));
  }
}
