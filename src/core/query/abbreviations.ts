/**
 * Short forms that programmers write for long words, and spellings that mean the same. People ask in long words and code answers in short
 * ones, or the other way round; either finds the other. Only forms of one word: synonyms are the embedded model's business.
 */

/** One word a line; its forms are interchangeable. */
const FORMS = `
address addr
administrator administration admin
allocate allocation allocator alloc
application app
argument arg argv
array arr
asynchronous asynchronously async
attribute attr
authentication authenticate auth authn
authorization authorize auth authz
average avg
boolean bool
buffer buf
button btn
calculate calculation calc
callback cb
certificate cert
channel chan
character char chr
column col
command cmd
communication comm
compare comparison cmp
concatenate concatenation concat
condition cond
configuration configure config cfg conf
connection connect conn
constructor ctor
context ctx
control ctrl
coordinate coord
credential cred
current cur curr
database db
declaration decl
decrement dec
default def
definition define def
delete del
dependency dependencies dep
description desc
destination dest dst
destructor dtor
develop development dev
device dev
dictionary dict
difference diff
directory dir
display disp
document documentation doc
duplicate dup
element elem
environment env
error err
evaluate evaluation eval
event evt
exception exc
execute execution exec
expression expr
extension ext
format formatter fmt
frequency freq
function fn func
generate generator generation gen
graphics gfx
group grp
header hdr
horizontal horiz
identifier identity id ident
image img
implementation impl
increment inc incr
index idx
information info
initialize initialise initialization init
instruction instr
integer int
internationalization internationalisation i18n
interpreter interp
iterator iterate iteration iter
javascript js
keyboard kbd
language lang
length len
level lvl
library lib
localization localisation l10n locale
location loc
manager manage mgr
maximum max
memory mem
message msg
metadata meta
middleware mw
minimum min
miscellaneous misc
multiple multi
multiply mul
navigation navigate nav
negotiate negotiation neg
network net
number num
object obj
operation operator op
optimize optimise optimization opt
option opt
organization organisation org
original orig
package pkg
parameter param
password passwd pwd
performance perf
permission perm
picture pic
pointer ptr
position pos
preference pref
previous prev
process proc
procedure proc
processor cpu
production prod
property prop
query qry
random rand rng
receive receiver recv rx
rectangle rect
reference ref
register reg
registry reg
regular regexp regex
relative rel
remove rm
repository repo
request req
resource res rsrc
response resp res
result res
return ret
schedule scheduler sched
screen scr
section sect
select selection sel
separator sep
sequence seq
server srv
service svc
session sess
source src
specification spec
standard std
statement stmt
statistics stats stat
string str
structure struct
subscription subscribe subscriber sub
synchronize synchronise synchronization synchronous sync
system sys
table tbl
technology tech
template tmpl tpl
temporary temp tmp
terminal tty
text txt
timestamp ts
token tok
transaction tx txn
transmit transmission tx
typescript ts
unicode utf
utility utilities util
validate validation validator
value val
variable var
vector vec
vertical vert
version ver
websocket websockets ws
window win
`;

/** Words and short forms that mean the word, without itself. */
export function formsOf(word: string): readonly string[] {
  return byForm().get(word) ?? [];
}

let known: Map<string, string[]> | undefined;

function byForm(): Map<string, string[]> {
  if (known) return known;
  known = new Map();
  for (const line of FORMS.trim().split('\n')) {
    const forms = line.split(' ');
    for (const form of forms) {
      const others = known.get(form) ?? [];
      for (const other of forms) if (other !== form && !others.includes(other)) others.push(other);
      known.set(form, others);
    }
  }
  return known;
}
