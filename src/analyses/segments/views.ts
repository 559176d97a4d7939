import { bars } from '../../charts/bars.ts';
import { lines } from '../../charts/line.ts';
import { profile } from '../../charts/profile.ts';
import { scatter } from '../../charts/scatter.ts';
import type { View } from '../../contract/view.ts';
import { minuteText } from '../../core/calendar.ts';
import type { MapPoints, Persona, SegmentsResult } from './result.ts';
import type { Text } from './words.ts';
import { apartWords, featureName, markOf, pathWords, percent, personaLabel, personaName } from './words.ts';

const FEW = 30;
const STABLE = 0.75;
const CLEAR = 0.25;
const PROFILE_BARS = 12;

const digits = (value: number, places = 2): number => Number(value.toFixed(places));

function definitionText({ definition, k, rows }: SegmentsResult, text: Text): string {
  const { asOf, zone, algorithm, features, used, constant, scaling, sessionGapMinutes, seed } = definition;
  return text('definition', {
    asOf: minuteText(Date.parse(asOf), zone),
    zone,
    method: text(`definition.${algorithm}`, {
      k,
      fit: rows.fit,
      eps: digits(definition.eps, 3),
      minPoints: definition.minPoints,
      linkage: text(`option.linkage.${definition.linkage}`),
    }),
    sets: features.map((set) => text(`option.features.${set}`)).join(text.language === 'zh' ? '、' : ', '),
    used,
    constant,
    scaling: text(`option.scaling.${scaling}`),
    sessions:
      sessionGapMinutes === null ? text('definition.mapped') : text('definition.gap', { minutes: sessionGapMinutes }),
    seed,
  });
}

function cautions({ personas, k, stability, quality }: SegmentsResult, text: Text): string[] {
  if (k < 2) return [];
  const small = personas.filter(({ users }) => users < FEW).length;
  const unstable = stability && stability.mean < STABLE;
  return [
    text('caution.description'),
    ...(unstable ? [text('caution.unstable', { index: digits(stability.mean), low: digits(stability.low) })] : []),
    ...(quality.silhouette !== null && quality.silhouette < CLEAR
      ? [text('caution.weak', { silhouette: digits(quality.silhouette) })]
      : []),
    ...(small > 0 ? [text('caution.small', { n: small })] : []),
    text('caution.searched'),
  ];
}

const inSegments = ({ personas }: SegmentsResult): Persona[] => personas.filter(({ segment }) => segment > 0);

function personasSentence(result: SegmentsResult, text: Text): string {
  const { users, k, stability } = result;
  const segments = inSegments(result);
  if (k === 0) return text('personas.none', { users });
  if (k === 1) return text('personas.one', { users });
  const largest = segments[0]!;
  const richest = segments.reduce((most, each) => ((each.shareOfValue ?? 0) > (most.shareOfValue ?? 0) ? each : most));
  const value =
    richest.shareOfValue === null
      ? ''
      : text('personas.value', {
          name: personaName(richest, text),
          share: percent(richest.share),
          valueShare: percent(richest.shareOfValue),
        });
  return (
    text('personas.sentence', { users, k, largest: personaName(largest, text), share: percent(largest.share) }) +
    value +
    (stability ? text('personas.stability', { index: digits(stability.mean) }) : '')
  );
}

function personasView(result: SegmentsResult, text: Text): View {
  const { personas } = result;
  const keys = [
    'segment',
    'users',
    'share',
    'value',
    'shareOfValue',
    'silhouette',
    'apart',
    'opening',
    'transition',
  ] as const;
  const data = personas.map((persona) => ({
    name: personaLabel(persona, result, text),
    value: persona.users,
    label: text(persona.shareOfValue === null ? 'bar.count' : 'bar.value', {
      users: persona.users,
      share: percent(persona.share),
      valueShare: percent(persona.shareOfValue),
    }),
  }));
  return {
    title: text('personas.title'),
    sentence: personasSentence(result, text),
    definition: definitionText(result, text),
    cautions: cautions(result, text),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: personas.map((persona, n) => [
        data[n]!.name,
        ...[persona.users, persona.share, persona.value, persona.shareOfValue, persona.silhouette],
        apartWords(persona, text),
        persona.openings[0] ? pathWords(persona.openings[0]) : null,
        persona.transitions[0] ? pathWords(persona.transitions[0]) : null,
      ]),
    },
    chart: (theme) => bars(theme, data, text('axis.users')),
    marks: personas.map(({ segment }) => markOf(segment, result)),
  };
}

function profileView(persona: Persona, result: SegmentsResult, text: Text): View {
  const figures = { users: persona.users, share: percent(persona.share), apart: apartWords(persona, text) };
  const opening = persona.openings[0];
  const shown = persona.features.slice(0, PROFILE_BARS);
  return {
    title: text('profile.title', { segment: persona.segment, name: personaName(persona, text) }),
    sentence: opening
      ? text('profile.sentence', {
          ...figures,
          opening: pathWords(opening),
          openingShare: percent(opening.share),
          overall: percent(opening.overall),
        })
      : text('profile.sentence.plain', figures),
    definition: definitionText(result, text),
    cautions: cautions(result, text),
    table: {
      columns: (['feature', 'difference', 'mean', 'restMean'] as const).map((key) => text(`column.${key}`)),
      rows: persona.features.map((each) => [featureName(each, text), each.difference, each.mean, each.restMean]),
    },
    chart: (theme) =>
      profile(
        theme,
        shown.map((each) => ({ name: featureName(each, text), difference: each.difference })),
        text('axis.difference'),
      ),
    marks: persona.features.map(() => markOf(persona.segment, result)),
  };
}

function qualityView(result: SegmentsResult, text: Text): View {
  const { candidates, rows, gapChoice, k } = result;
  const keys = ['k', 'silhouette', 'daviesBouldin', 'calinskiHarabasz', 'gap', 'gapError'] as const;
  const least = candidates.reduce((best, each) =>
    (each.daviesBouldin ?? Infinity) < (best.daviesBouldin ?? Infinity) ? each : best,
  );
  const chosen = candidates.find((candidate) => candidate.k === k) ?? candidates[0]!;
  return {
    title: text('quality.title'),
    sentence: text('quality.sentence', {
      k: chosen.k,
      silhouette: digits(chosen.silhouette ?? 0),
      davies: least.k,
      gap: gapChoice ?? 1,
      rows: rows.candidates,
    }),
    definition: definitionText(result, text),
    cautions: cautions(result, text),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: candidates.map((each) => keys.map((key) => each[key])),
    },
    chart: (theme) =>
      lines(theme, [{ name: text('column.silhouette'), values: candidates.map(({ silhouette }) => silhouette) }], {
        x: text('axis.k'),
        y: text('axis.silhouette'),
        places: candidates.map((each) => String(each.k)),
        format: (value) => String(digits(value, 3)),
      }),
  };
}

function mapView(kind: 'pca' | 'umap', map: MapPoints, result: SegmentsResult, text: Text): View {
  const order = result.personas.map(({ segment }) => segment);
  const names = result.personas.map((persona) => personaLabel(persona, result, text));
  const share = (axis: number) => percent(map.explained[axis] ?? 0);
  const explained = percent(map.explained.reduce((sum, each) => sum + each, 0));
  const axes =
    kind === 'pca'
      ? { x: text('map.x', { share: share(0) }), y: text('map.y', { share: share(1) }) }
      : { x: text('map.plainX'), y: text('map.plainY') };
  return {
    title: text(`map.${kind}.title`),
    sentence: text(`map.${kind}.sentence`, { points: map.points.length, users: result.users, explained }),
    definition: definitionText(result, text),
    cautions: [...cautions(result, text).slice(0, 1), text('caution.sampled')],
    table: {
      columns: (['segment', 'x', 'y'] as const).map((key) => text(`column.${key}`)),
      rows: map.points.map(([x, y, segment]) => [names[order.indexOf(segment)]!, x, y]),
    },
    chart: (theme) =>
      scatter(
        theme,
        map.points.map(([x, y, segment]) => ({ x, y, group: order.indexOf(segment) })),
        { ...axes, groups: names },
      ),
    marks: map.points.map(([, , segment]) => markOf(segment, result)),
  };
}

function pathsView(result: SegmentsResult, text: Text): View {
  const rows = result.personas.flatMap((persona) =>
    (['opening', 'transition'] as const).flatMap((kind) =>
      persona[`${kind}s`].map((path) => ({ persona, kind, path })),
    ),
  );
  const first = rows[0];
  const keys = ['segment', 'kind', 'path', 'count', 'pathShare', 'overall'] as const;
  return {
    title: text('paths.title'),
    sentence: first
      ? text('paths.sentence', {
          name: personaLabel(first.persona, result, text),
          opening: pathWords(first.path),
          share: percent(first.path.share),
          overall: percent(first.path.overall),
        })
      : text('paths.none'),
    definition: definitionText(result, text),
    cautions: cautions(result, text).slice(0, 1),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: rows.map(({ persona, kind, path }) => [
        personaLabel(persona, result, text),
        text(`path.${kind}`),
        pathWords(path),
        ...[path.count, path.share, path.overall],
      ]),
    },
    marks: rows.map(({ persona }) => markOf(persona.segment, result)),
  };
}

/** The personas together and one by one, their paths, the maps, and how their number was chosen. */
export function views(result: SegmentsResult, text: Text): View[] {
  const { pca, umap } = result.maps;
  const one = result.k < 2 ? [] : inSegments(result).map((persona) => profileView(persona, result, text));
  return [
    personasView(result, text),
    ...(pca && pca.points.length > 1 ? [mapView('pca', pca, result, text)] : []),
    ...(umap && umap.points.length > 1 ? [mapView('umap', umap, result, text)] : []),
    ...one,
    pathsView(result, text),
    ...(result.candidates.length > 0 ? [qualityView(result, text)] : []),
  ];
}
