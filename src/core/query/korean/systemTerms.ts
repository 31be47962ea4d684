// Korean words of programs that run and report: messages, states, numbers, shapes. Found as the most frequent words
// that Korean translations of system programs (their message catalogues) use and no other table has; the English is
// that of the messages.
//
// Data only; the format is described in lexicon.ts.

export const systemTerms = `
# programs, files, devices
도움 help | 책갈피 bookmark | 휴지통 trash | 노트 note | 질문 question | 제안 suggest suggestion | 용어 term
소프트웨어 software | 드라이브 drive | 머신 machine | 컴퓨터 computer | 유닉스 unix | 리눅스 linux | 깃 git
덤프 dump | 슬롯 slot | 볼륨 volume | 카탈로그 catalog | 마크업 markup | 로캘 locale | 스왑 swap | 코어 core | 루틴 routine
트랩 trap | 패리티 parity | 펌웨어 firmware | 부트로더 bootloader | 프리셋 preset | 델타 delta | 로고 logo | 캡션 caption
시트 sheet | 스프레드시트 spreadsheet | 대시보드 dashboard | 테이프 tape | 허브 hub | 앵커 anchor | 스탬프 stamp | 퍼센트 percent
지시자/지시어/지시문 directive | 한정자 qualifier modifier | 슈퍼유저 superuser root | 제공자 provider | 소유주 owner | 저작권 copyright
메타정보 metadata metainfo | 심볼릭 symbolic symlink | 매개 parameter
나열자 enumerator | 첨자 subscript superscript | 눈금자 ruler | 시계 clock | 화살표 arrow | 캐리지 carriage | 윤초 leap_second
최상위 top_level root toplevel | 최상단 top | 하드 hard | 멀티 multi multiple | 서브 sub | 슈퍼 super | 메타 meta | 더블 double
개체 object entity | 단추 button | 상자 box | 막대 bar | 구역 section zone | 지점 point location
# what happens
발견 find discover detect | 준비 prepare ready setup | 청소 clean cleanup purge | 재색인 reindex | 부여 grant assign
위반 violation violate | 확보 reserve acquire | 방문 visit | 기대 expect expected | 간주 treat consider | 취급 treat handle | 점프 jump
조작 manipulate operation | 작동 work run operate | 활동 activity action | 조사 inspect scan probe | 보류 hold pending defer | 제출 submit
소요 elapsed take | 만족 satisfy | 포기 give_up abandon | 파괴 destroy | 파기 revoke discard | 회수 revoke reclaim | 동결 freeze frozen
종결 terminate finish | 파악 determine detect | 가정 assume assumption | 증명 prove proof credential | 재실행 rerun restart
유도 derive derivation | 도출 derive | 재배포 redistribute redeploy | 권장 recommend recommended | 보증 guarantee warranty | 묘사 describe
암시 hint implicit | 구체화 materialize concrete | 가동 start running | 재활용 reuse recycle | 움직- move | 움직임 motion movement
뛰- skip jump run | 비- empty | 벗어나- out_of_range exceed leave | 망가지- broken corrupt | 바닥나- exhausted out_of | 깜박이- blink
튕겨내- reject | 피하- avoid | 훼손 corrupt damage | 빠져- missing | 쓸모없- useless unused obsolete | 잠들- sleep | 놀- idle | 꼬리- tail
미루어지- deferred | 모이- gather | 흩어지- scatter | 되감기 rewind | 덧붙임 append
# how things are
부적절 invalid improper bad | 모호/애매 ambiguous | 불완전 incomplete partial | 불충분 insufficient | 불투명 opaque opacity
투명 transparent | 치명적 fatal critical | 심각 severe critical | 묵시적/암묵적 implicit | 명시적 explicit
명확 clear explicit | 간단 simple brief | 간략 brief short | 자세 detail verbose | 자세히 detail verbose | 세부 detail | 특수 special
특별 special | 기타 other misc | 주요 main major primary | 보조 auxiliary secondary helper | 최종 final last | 최근 recent latest
절대 absolute | 상대 relative | 상대적 relative | 정규 regular normal canonical | 혼합 mixed mix | 복합 composite compound | 반전 invert inverted
반대 opposite reverse | 대안 alternative fallback | 국제 international | 상호 mutual cross | 산술 arithmetic | 논리 logical logic | 무선 wireless
예기치 unexpected | 예상 expected estimate | 독립 independent standalone | 독립적 independent | 종속적 dependent | 단독 standalone alone single | 순수 pure
희소 sparse | 인접 adjacent neighbor | 균등 uniform even | 비례 proportional | 수직 vertical | 수평 horizontal | 양방향 bidirectional two_way | 단방향 one_way
익명 anonymous | 기밀 confidential secret | 긴급 urgent | 고급 advanced | 적극적 aggressive active eager | 소극적 passive lazy | 무조건 unconditional always
실재 actual | 알맞- appropriate fit | 깔끔- clean | 얇- thin | 짙- dark | 새롭- new | 텅 empty | 낡- old stale outdated
드물- rare sparse | 가깝- near close | 멀- far distant | 뜨겁- hot | 차갑- cold | 무방- allowed
# numbers, places, shapes
진수 radix base | 십진수 decimal | 팔진수 octal | 부울 boolean bool | 단항 unary | 이항 binary | 서수 ordinal
총 total | 총계 total sum | 한계 limit bound | 한계값 limit threshold | 미만 less_than below | 이하 at_most less_equal | 이상 at_least
공간 space | 여유 free margin spare | 사이 between gap | 주위 around surrounding | 부근 near | 주변 around nearby surrounding
모양 shape form | 형태 form shape | 세트 set | 계열 family series | 부류 class kind | 기법 technique method | 체제 system | 상황 situation state context
사항 item detail | 내역 history detail log | 계획 plan schedule | 주제 topic subject theme | 개념 concept | 시점 point time moment
순간 moment instant | 알파벳 alphabet alphabetic | 문장부호 punctuation | 음역 transliterate | 결과물 output artifact result
`;
