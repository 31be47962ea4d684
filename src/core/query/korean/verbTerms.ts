// Verbs and adjectives of Korean questions about code, as stems, with the English verbs that code uses for them.
//
// Data only; the format is described in lexicon.ts. Stems that conjugate irregularly carry their other stem beside
// them.

export const verbTerms = `
# moving data
보내- send post emit | 보내주- send | 받- receive get accept | 받아오- receive fetch get | 받아들이- accept | 돌려주- return
넘기- pass forward | 넘겨주- pass forward | 넘겨받- receive accept | 건네- pass | 주고받- exchange send receive | 실어보내- send attach
읽- read | 읽어오- read load | 쓰- write use | 써넣- write | 적- write record | 남기- log leave record
담- put store hold contain | 넣- put insert add set | 집어넣- put insert | 끼워넣- insert inject | 붙이- attach append add | 덧붙이- append
더하- add | 빼- remove subtract exclude | 꺼내- get take extract pop | 뽑- extract pick | 뽑아내- extract | 떼- detach strip
떼어내- detach strip remove | 얻- get obtain acquire | 구하- get compute obtain | 얻어오- get fetch | 찾- find search lookup | 찾아내- find detect
뒤지- search scan | 고르- select choose pick | 골라내- filter pick select | 걸러내- filter exclude | 거르- filter
모으- collect gather | 쌓- stack accumulate push | 쌓아두- queue store | 쌓이- accumulate queue | 퍼올리- pull fetch | 끌어오- pull fetch | 밀어넣- push
옮기- move transfer | 흘려보내- stream pipe | 흐르- flow stream | 퍼뜨리- broadcast propagate
뿌리- broadcast emit spread | 베끼- copy | 되돌려주- return restore | 내려주- send return serve | 내려보내- send
제공하- provide serve | 띄우- show launch open display | 뜨- show appear | 올라가- upload raise | 내려가- go_down
# changing
바꾸- change replace convert switch | 바꿔치- replace swap | 바뀌- change changed | 고치- fix modify repair | 지우- delete remove erase clear | 없애- remove delete drop
버리- discard drop | 날리- drop discard | 치우- clean clear | 만들- create make build new | 짓- build name
이루어지- consist | 꾸미- decorate style | 꽂- plug insert | 훑- scan walk | 세- count | 맞바꾸- swap | 끼워- insert inject | 내리- lower unload download drop | 늘리- increase extend grow | 늘어나- increase grow | 줄이- reduce decrease shrink shorten | 줄어들- decrease shrink
키우- grow enlarge | 옮겨적- copy write | 나누- split divide partition | 쪼개- split chunk | 나뉘- split
합치- merge join combine concat | 합쳐지- merge | 섞- mix shuffle merge | 묶- group bind bundle batch | 엮- chain link bind | 잇- join link concat connect
이어- join concat continue chain | 이어받- resume inherit | 이어붙이- concat append join | 겹치- overlap nested duplicate | 겹쳐- overlap nested | 맞추- align match fit
어긋나- mismatch | 뒤집- reverse invert flip | 거꾸로 reverse | 돌리- run rotate turn
돌아가- run return loop | 풀- unwrap release decode extract unpack | 풀어내- unpack resolve | 감싸- wrap | 싸- wrap pack
둘러싸- wrap surround enclose | 씌우- wrap cover overlay | 덮- cover override | 덮어쓰- overwrite override | 벗기- strip unwrap | 벗겨내- strip unwrap
다듬- trim clean normalize | 정하- decide determine set | 정해지- determined resolve | 매기- assign rank | 붙- attach | 끼- insert
갈아끼우- swap replace | 갈아타- switch | 되살리- restore recover revive | 살리- keep restore | 죽이- kill | 죽- die crash
채워넣- fill populate | 부풀리- inflate | 흉내내- mock fake emulate simulate | 따라하- mimic | 따르- follow | 따라가- follow
쫓아가- follow trace | 물려받- inherit | 물려주- inherit pass | 이어지- continue chain | 바로잡- fix correct | 낮추- lower downgrade
높이- raise increase | 올려주- raise upload | 숨겨- hide hidden | 드러내- expose reveal | 나타내- represent show | 나타나- appear
# control
열- open | 열리- open opened | 닫- close | 닫히- close closed | 켜- enable turn_on on | 끄- disable turn_off off
꺼지- off shutdown | 켜지- on start | 막- block prevent deny | 막히- blocked stuck | 멈추- stop halt pause | 끊기- disconnect abort break | 멈춰- stop halt
그만두- stop quit | 끝나- end finish complete done | 끝내- finish end terminate | 마치- finish complete | 마무리 finish finalize cleanup | 기다리- wait await
기다려주- wait | 미루- defer delay postpone | 늦추- delay defer | 걸리- take hang | 걸- hook lock set
잠그- lock | 잠기- locked | 풀리- unlock release | 부르- call invoke | 불리- called | 불러들이- load call
일으키- raise trigger cause | 터지- crash fail throw | 나가- exit leave send | 나오- exit output | 들어오- incoming enter input
들어가- enter | 들어있- contain | 다루- handle process | 일어나- occur happen
잡- catch hold grab | 잡아내- catch detect | 붙잡- catch hold capture | 놓- release put | 놓치- miss | 쥐- hold
지키- keep protect guard | 살피- inspect watch | 지켜보- watch observe monitor | 엿보- peek | 들여다보- inspect peek | 알아내- detect determine find
알아보- detect recognize | 알아차리- detect notice | 따지- check | 가늠하- estimate
묻- ask prompt query | 물어보- ask prompt query | 대답하- answer reply respond
답하- reply respond answer | 듣- listen | 말하- say tell | 알려주- notify report | 가리키- point refer
뜻하- mean | 빠지- missing drop | 빠뜨리- omit miss | 빠져나가- exit escape leak | 빠져나오- exit escape
넘- exceed over | 넘치- overflow exceed | 넘어서- exceed | 모자라- insufficient | 남- remain left
쉬- idle rest sleep | 깨우- wake notify | 깨어나- wake | 부서지- break
부수- destroy break
돌아오- return back | 되돌아가- back return | 거치- through pass | 거쳐가- through pass | 지나- pass past | 지나가- pass
건너- skip cross | 뛰어넘- skip jump | 밀리- backlog delay
누르- press click push | 눌리- pressed | 끌- drag | 긁- scrape select | 그리- draw render paint
그려지- draw render | 칠하- paint fill color | 비추- display project | 새기- write mark | 찍- print log stamp
쓰이- used use | 쓰여- used written | 사라지- disappear expire | 지워지- deleted removed clear | 버려지- discarded dropped | 만들어지- created built
생기- created occur | 자라- grow | 떨어지- fall drop | 떨어뜨리- drop
얼리- freeze | 맡- own handle | 맡기- delegate | 떠넘기- delegate forward
올려놓- put mount
되감- rewind | 깨지- break corrupt | 맞- match fit | 깊- depth deep nested | 달라지- change differ | 커지- grow large | 작아지- shrink | 길어지- long grow | 갖추- have equip
가져가- take fetch | 떠나- leave unsubscribe | 돌려놓- put release restore | 짧- short | 길- long | 크- large big | 작- small
많- many | 높- high | 낮- low | 빠르- fast quick | 느리- slow | 오래되- old stale | 비슷하- similar
쉽- easy simple | 어렵- hard difficult | 넓- wide | 좁- narrow | 얕- shallow | 같- same equal | 다르- different differ | 가지- have hold
`;
