/**
 * Short forms that programmers write for long words, and spellings that mean the same. People ask in long words and
 * code answers in short ones, or the other way round; either finds the other. Only forms of one word: synonyms are the
 * embedded model's business.
 */

import { stem } from '../text/stem';

/**
 * Between two bars the forms of one word, interchangeable: abbreviations, spellings, and inflections that the stemmer
 * does not bring together.
 */
const FORMS = `
absolute abs | accessibility a11y | accumulate accumulator accumulation acc
acknowledge acknowledgement acknowledgment ack | activate activation active | address addr
administrator administration admin | aggregate aggregation agg | allocate allocation allocator alloc | anonymous anon
application app | approve approval | approximate approximation approx | argument arg argv | array arr | ascending asc
assembly assembler asm | assertion assert | assign assignment | asynchronous asynchronously async | attribute attr
authentication authenticate auth authn | authorization authorize auth authz | available availability | average avg
background bg | backup bak | begin began | binary bin | bind bound binding | boolean bool | break broken broke
buffer buf | build built | button btn | calculate calculation calc | callback cb
cancel cancelled canceled cancellation | capable capability cap | catch caught | center centre | certificate cert
channel chan | character char chr | child children | choose chosen choice | coefficient coeff | collection coll
color colour | column col | combine combination | command cmd | communication comm | compare comparison cmp
compatible compatibility compat | compile compilation compiler | compute computation
concatenate concatenation concat | concurrent concurrency | condition cond | configuration configure config cfg conf
connection connect conn | consistent consistency | constant const | construct construction constructor ctor
constructor ctor | consume consumption consumer | context ctx | control ctrl | convert conversion conv
coordinate coord | copy cpy | counter count cnt | credential cred | current cur curr | database db | debug dbg
declaration decl | decrement dec | deduplicate deduplication dedupe dedup | default def | definition define def
delete del | delimiter delim | dependency dependencies dep depend dependent | deploy deployment | derive derivation
descending desc | description desc | descriptor desc | deserialize deserialise deserialization | destination dest dst
destructor dtor | develop development dev | device dev | diagnostic diag | dictionary dict | difference diff
dimension dim | directory dir | display disp | dispose disposal | distance dist | distribution dist
document documentation doc | double dbl | download dl | duplicate dup | dynamic dyn | efficient efficiency
element elem | emit emission | encode enc | endpoint ep | enumerate enumeration enum | environment env
equal equality eq | error err | evaluate evaluation eval | event evt | exception exc | execute execution exec
expand expansion | expire expiration expiry exp | exponent exponential exp | expression expr | extension ext
external ext | failure fail | favorite favourite fav | feature feat | find found | flatten flat | foreground fg
format formatter fmt | fragment frag | framework fw | freeze frozen | frequency freq | function fn func | gateway gw
generate generator generation gen | generic generics | give given | graphics gfx | graphql gql | group grp
grow growth | header hdr | height high | hexadecimal hex | hide hidden | history hist | hold held | horizontal horiz
idempotent idempotency | identifier identity id ident | image img | immutable immutability | implementation impl
increase inc | increment inc incr | index idx | infer inference | information info | infrastructure infra
inherit inheritance | initialize initialise initialization init | insert insertion | install installation installer
instance inst | instruction instr | integer int | interface iface | internationalization internationalisation i18n
interpolate interpolation interp | interpreter interp | interrupt irq | invoke invocation
iterator iterate iteration iter | javascript js | keyboard kbd | kubernetes k8s | label labelled labeled
language lang | latitude lat | leaf leaves | length len | level lvl | library lib | license licence | limit lim
literal lit | localization localisation l10n locale | location loc | longitude lng lon | lose lost loss
manager manage mgr | markdown md | marshal marshalling marshaller | mathematics math maths | matrix matrices mat
maximum max | measure measurement | memory mem | message msg | metadata meta | microsecond micros | middleware mw
millisecond millis ms | minimum min | miscellaneous misc | modify modification modified | module mod | mount mnt
multiple multi | multiply mul | mutable mut | mutate mutation mut | namespace ns | nanosecond nanos
navigation navigate nav | negotiate negotiation neg | neighbor neighbour | network net
normalize normalise normalization norm | notify notification notif | nullable null nil | number num | object obj
observe observer observation obs | occur occurrence | offset off | operation operator op
optimize optimise optimization opt | option opt | order ord | ordinal ord | organization organisation org
original orig | output out | package pkg | packet pkt | parallel parallelism | parameter param
parenthesis parentheses paren | partition part | password passwd pwd | pattern pat | pay paid payment
percent percentage pct | performance perf | permission perm | persist persistence persistent | physical phys
picture pic | pixel px | pointer ptr | position pos | postgres postgresql pg | power pow | preference pref
prefix pfx | prepare preparation prep | previous prev | print printf | priority prio | private priv | privilege priv
probability prob | procedure proc | process proc | processor cpu | production prod | program prog | progress prog
project proj | propagate propagation prop | property prop | protocol proto | prototype proto
publish publisher publication pub | python py | quantity qty | query qry | random rand rng | receive receiver recv rx
record rec | recover recovery | rectangle rect | recurse recursion recursive | redirect redirection redir
reference ref | register reg | registry reg | regular regexp regex | relative rel | remaining remainder rem
remove rm removal | repeat repetition | replace replacement repl | repository repo | represent representation repr
request req | require requirement req | resolve resolution resolver | resource res rsrc | response resp res
restore restoration | result res | retrieve retrieval | return ret | reverse reversal rev | revision rev
revoke revocation | rotate rotation rot | safe safety | schedule scheduler sched | schema schemata | screen scr
second sec | section sect | secure security sec | select selection sel | send sent | separator sep | sequence seq
serialize serialise serialization ser | server srv | service svc | session sess | signature sig
simulate simulation sim | size sz | socket sock | source src | specification spec | square sq | standard std
statement stmt | statistics stats stat | string str | structure struct | submit submission
subscription subscribe subscriber sub | subtract subtraction sub | success succ | suspend suspension | symbol sym
synchronize synchronise synchronization synchronous sync | system sys | table tbl | take taken | target tgt
technology tech | template tmpl tpl | temporary temp tmp | terminal tty | terminate termination term | text txt
threshold thresh | throw thrown threw | timestamp ts | token tok | transaction tx txn | transfer xfer
transform transformation xform | translate translation | transmit transmission tx | traverse traversal | trigger trig
truncate truncation trunc | typescript ts | unicode utf | unsigned uint | utility utilities util | uuid guid
validate validation validator | value val | variable var | vector vec | version ver | vertex vertices vtx
vertical vert | virtual virt | visible visibility | visualize visualise visualization viz | volume vol | warning warn
websocket websockets ws | width wide | window win | workspace ws | write written wrote | yaml yml
`;

/**
 * Words and short forms that mean the word, without itself. An inflected word (configurations) has the forms of the
 * listed one.
 */
export function formsOf(word: string): readonly string[] {
  return byForm().get(word) ?? byForm().get(stem(word)) ?? [];
}

let known: Map<string, string[]> | undefined;

function byForm(): Map<string, string[]> {
  if (known) return known;
  known = new Map();
  for (const row of FORMS.trim().split(/\n| \| /)) {
    const forms = row.split(' ');
    for (const form of forms) {
      const others = known.get(form) ?? [];
      for (const other of forms) if (other !== form && !others.includes(other)) others.push(other);
      known.set(form, others);
    }
  }
  for (const [form, others] of [...known]) if (!known.has(stem(form))) known.set(stem(form), others);
  return known;
}
