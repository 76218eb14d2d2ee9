// Envoy's response flags in words (envoyproxy.io, access log, %RESPONSE_FLAGS%).
const WORDS = {
  UH: 'no healthy upstream', UF: 'upstream connection failure', UO: 'upstream overflow (circuit breaker)', NR: 'no route', URX: 'retries or connects exhausted',
  NC: 'no cluster', DT: 'request duration exceeded', DC: 'client went away', LH: 'local health check failed', UT: 'upstream timeout', LR: 'connection local reset',
  UR: 'upstream reset', UC: 'upstream connection ended', DI: 'delay injected', FI: 'fault injected', RL: 'rate limited', UAEX: 'refused by external authorization',
  RLSE: 'rate limit service error', IH: 'invalid header', SI: 'stream idle timeout', DPE: 'downstream protocol error', UPE: 'upstream protocol error', UMSDR: 'maximum stream duration', OM: 'overload manager', DF: 'DNS failed',
};

export function flagWords(flags) {
  if (!flags || flags === '-') {
    return '–';
  }
  return flags.split(',').map((flag) => (WORDS[flag] ? `${flag}: ${WORDS[flag]}` : flag)).join('; ');
}
