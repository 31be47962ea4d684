// Korean developer terms of interfaces: screens, input, mobile, editors, window managers, media, games, learning.
//
// Data only; the format is described in lexicon.ts.

export const uiTerms = `
# screens and components
화면 screen view display | 창 window | 윈도우 window | 모달 modal | 다이얼로그 dialog | 대화상자 dialog
팝업 popup | 팝오버 popover | 툴팁 tooltip | 토스트 toast | 메뉴 menu | 드롭다운 dropdown
버튼 button btn | 체크박스 checkbox | 라디오버튼 radio | 슬라이더 slider | 입력창 input textbox | 입력란 input field
텍스트상자 textbox | 검색창 search_box search_bar | 탭 tab | 패널 panel | 사이드바 sidebar | 툴바/도구모음 toolbar
상태표시줄/상태바 status_bar statusbar | 내비게이션/네비게이션 navigation nav | 헤더영역 header | 푸터 footer | 머리글 header | 바닥글 footer
제목 title heading subject | 부제목 subtitle | 라벨/레이블 label | 배지/뱃지 badge | 아이콘 icon | 아바타 avatar
썸네일 thumbnail | 그림 picture image drawing | 사진 photo picture image | 동영상 video | 영상 video | 비디오 video
오디오 audio | 음성 voice audio speech | 소리 sound audio | 재생 play playback | 재생목록 playlist | 음량 volume
컴포넌트 component | 위젯 widget | 레이아웃 layout | 그리드 grid | 격자 grid | 행렬 matrix
카드 card | 스크롤 scroll | 스크롤바 scrollbar | 드래그 drag | 드롭 drop | 드래그앤드롭 drag_and_drop drag
클릭 click | 더블클릭 double_click | 마우스 mouse | 포인터이벤트 pointer_event | 터치 touch | 제스처 gesture
스와이프 swipe | 핀치 pinch zoom | 키보드 keyboard key | 단축키 shortcut keybinding keymap hotkey | 키보드단축키 keyboard_shortcut keybinding keymap | 키바인딩 keybinding keymap bind
키입력 key_press keypress key | 조합키 modifier | 입력기 ime input_method | 포커스 focus | 초점 focus | 호버 hover
커서위치 cursor position | 선택영역 selection | 하이라이트 highlight | 강조 highlight emphasis | 밑줄표시 underline | 스타일 style
스타일시트 stylesheet | 테마 theme | 다크모드 dark_mode dark theme | 색상 color colour | 색 color | 배경색 background_color background
배경 background | 글꼴 font | 폰트 font | 글자크기 font_size | 굵게 bold | 기울임 italic
테두리 border | 여백 margin padding | 둥근모서리 border_radius rounded | 모서리 corner edge | 그림자 shadow | 투명도 opacity alpha
너비 width | 폭 width | 높이 height | 가로 horizontal width | 세로 vertical height | 좌표 coordinate position
위치 position location | 왼쪽 left | 오른쪽 right | 위쪽 top up | 아래쪽 bottom down | 가운데 center middle
중앙 center | 좌우 left right horizontal | 상하 vertical | 방향 direction orientation | 회전 rotate rotation | 확대 zoom enlarge
크기조절 resize | 크기변경 resize | 리사이즈 resize | 최대화 maximize | 최소화 minimize iconify | 전체화면 fullscreen
표시 show display mark | 표시여부 visible | 숨기- hide | 가리- hide mask cover | 보이- show visible display | 펼치- expand unfold
접- fold collapse | 접근성 accessibility a11y | 애니메이션 animation animate | 전환효과 transition | 효과 effect | 프레임 frame
캔버스 canvas | 그래픽 graphics | 도형 shape | 선 line | 곡선 curve | 원 circle
사각형 rectangle rect | 다각형 polygon | 픽셀 pixel | 해상도 resolution | 셰이더 shader | 텍스처 texture
차트 chart | 도표 chart table | 표 table | 달력 calendar | 지도 map | 마크다운 markdown
리액트 react | 뷰포트 viewport | 반응형 responsive reactive | 가상돔 virtual_dom vdom | 돔 dom | 상태변화 state_change
양방향바인딩 two_way_binding binding | 바인딩 bind binding | 데이터바인딩 data_binding bind | 이벤트리스너 event_listener listener | 생명주기메서드 lifecycle | 로딩 loading load
스피너 spinner | 로딩바 loading progress_bar | 진행바 progress_bar progress | 스켈레톤 skeleton | 빈화면 empty_state | 안내문구 message hint
문구 message text | 안내 guide hint | 힌트 hint | 다국어 i18n locale localization | 국제화 i18n internationalization | 현지화 localization l10n
번역 translate translation | 언어 language lang locale | 로케일 locale | 통화 currency | 단위변환 unit_conversion | 폼검증 form_validation
# mobile and desktop
앱 app application | 애플리케이션/어플리케이션 application app | 응용프로그램 application program | 프로그램 program | 모바일 mobile | 데스크톱/데스크탑 desktop
안드로이드 android | 아이폰 iphone ios | 액티비티 activity | 프래그먼트 fragment | 인텐트 intent | 딥링크 deep_link
푸시알림 push_notification | 위치추적 location tracking | 생체인증 biometric | 권한요청 permission_request permission | 스토어 store | 뷰모델 view_model viewmodel
뷰컨트롤러 view_controller | 스토리보드 storyboard | 시뮬레이터 simulator | 에뮬레이터 emulator | 위임 delegate delegation | 델리게이트 delegate
프로토타입 prototype | 클립보드 clipboard | 붙여넣- paste | 복사하기 copy | 실행취소 undo | 다시실행 redo
다시시도 retry | 드래그드롭 drag drop | 트레이 tray | 시작프로그램 startup autostart | 시작시 startup on_start | 부팅 boot
# editors and window managers
편집기/에디터 editor | 편집 edit | 버퍼목록 buffer | 떠있는 floating | 플로팅 floating float | 타일 tile tiled
타일링 tiling tile | 작업공간 workspace | 워크스페이스전환 workspace switch view | 창관리자 window_manager | 창목록 windows | 메인창 master main
마스터 master | 멀티모니터 multi_monitor screen xinerama | 모니터화면 screen | 디스플레이 display | 이벤트마스크 event_mask | 루트창 root_window root
줄 line | 줄번호 line_number | 구문강조 syntax_highlight highlight | 코드접기 folding fold | 커서이동 cursor move | 찾아바꾸기 find_and_replace replace
이름변경 rename | 이름바꾸기 rename | 미리보기 preview | 열기 open | 닫기 close | 탐색기 explorer
탐색 explore navigate search traverse | 검색기 finder searcher | 즐겨찾기 bookmark favorite | 북마크 bookmark | 최근항목 recent | 히스토리 history
기여 contribute contribution | 명령팔레트 command_palette palette | 퀵픽 quick_pick | 트리뷰 tree_view | 언어서버 language_server lsp | 진단정보 diagnostics
# games and graphics
게임 game | 게임루프 game_loop loop | 플레이어 player | 캐릭터 character | 점수 score
순위 rank ranking | 랭킹 rank ranking | 물리엔진 physics engine | 물리 physics physical | 충돌판정/충돌감지 collision_detection collision | 중력 gravity
속력 velocity speed | 가속도 acceleration | 장면 scene | 조명 light lighting | 광원 light | 입자 particle
# data science and learning
학습 train learn training | 훈련 train training | 모델학습 train fit | 가중치 weight weights | 손실 loss | 손실함수 loss
경사하강 gradient_descent optimizer | 기울기 gradient slope | 역전파 backward backpropagation | 임베딩 embedding embed | 벡터 vector | 텐서 tensor
차원 dimension dim | 특징 feature | 피처 feature | 레이블링 labeling label | 정확도 accuracy precision | 재현율 recall
정밀도 precision | 유사도 similarity similar | 비슷한 similar | 유사 similar | 거리 distance | 군집 cluster clustering
이상치 outlier | 결측값/결측치 missing nan na | 데이터셋 dataset | 데이터프레임 dataframe | 전처리기 preprocessor | 평가 evaluate eval
에포크 epoch | 추천 recommend recommendation suggest | 요약문 summary | 말뭉치 corpus | 형태소 morpheme token | 어간 stem
어근 root stem | 불용어 stopword stop_words | 순열 permutation | 수학 math | 행렬곱 matmul | 정규분포 normal_distribution
분포 distribution | 표본 sample | 상관관계 correlation | 회귀분석 regression | 시계열 time_series | 히스토그램 histogram
`;
