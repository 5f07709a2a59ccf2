// Parses queries with the grammars that Prometheus's and Grafana's own editors use, and says what they name. Standard input: JSON, a list of
// { language, text }; standard output: a list of the same length. Once for all queries, since starting Node takes longer than parsing them.
import { readFileSync } from 'node:fs';
import { parser as promql } from '@prometheus-io/lezer-promql';
import { parser as logql } from '@grafana/lezer-logql';
import { parser as traceql } from '@grafana/lezer-traceql';

const parsers = { promql, logql, traceql };

function* nodes(tree) {
  const all = [];
  tree.iterate({ enter: (found) => { all.push(found.node); } });
  yield* all;
}

function* above(node) {
  for (let parent = node.parent; parent; parent = parent.parent) yield parent;
}

const unquoted = (literal) => literal.slice(1, -1);

// A metric with its matchers, the range that is read of it, the function that takes it, and whether something sums it up or only asks if it is there.
function selector(node, text) {
  const of = (n) => text.slice(n.from, n.to);
  const name = node.getChild('Identifier');
  const matchers = {};
  for (const list of node.getChildren('LabelMatchers')) {
    for (const matcher of list.getChildren('UnquotedLabelMatcher')) {
      matchers[of(matcher.getChild('LabelName'))] = unquoted(of(matcher.getChild('StringLiteral') ?? matcher));
    }
  }
  let range = null, call = null, summed = false, below = node;
  for (const parent of above(node)) {
    if (parent.name === 'MatrixSelector') range = of(parent.getChild('DurationExpr') ?? parent.lastChild);
    if (parent.name === 'FunctionCall') call ??= of(parent.getChild('FunctionIdentifier'));
    summed ||= parent.name === 'AggregateExpr' || (parent.name === 'FunctionCall' && of(parent.getChild('FunctionIdentifier')) === 'absent')
      || (parent.name === 'BinaryExpr' && (parent.getChild('Unless') || parent.getChild('And')) && below.from > parent.firstChild.from);
    below = parent;
  }
  return { name: name ? of(name) : matchers.__name__ ?? '', matchers, range, call, summed: !!summed };
}

function read({ language, text }) {
  const seen = { errors: [], selectors: [], labels: [], streams: [], attributes: [], ranges: [] };
  for (const node of nodes(parsers[language].parse(text))) {
    const of = text.slice(node.from, node.to);
    const parent = node.parent?.name;
    if (node.type.isError) seen.errors.push(`at ${node.from}, before '${text.slice(node.from, node.from + 20)}'`);
    else if (language === 'promql') {
      if (node.name === 'VectorSelector') seen.selectors.push(selector(node, text));
      else if (node.name === 'LabelName' && parent === 'GroupingLabels') seen.labels.push(of);
    } else if (language === 'logql') {
      if (node.name === 'Identifier') (parent === 'Matcher' && node.parent.parent.name === 'Matchers' ? seen.streams : seen.labels).push(of);
      else if (node.name === 'Range') seen.ranges.push(of.slice(1, -1));
    } else if (node.name === 'AttributeField') seen.attributes.push(of);
  }
  return seen;
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(read)));
