// Korean developer terms of what programs are about: trade, money, people, mathematics, media and games.
//
// Data only; the format is described in lexicon.ts.

export const businessTerms = `
# trade, money, people
정산 settlement settle | 수수료 fee commission | 금액 amount price | 무료 free | 유료 paid premium | 광고 ad advertisement
발급 issue grant | 세금 tax | 환율 exchange_rate rate | 잔고 balance | 입금 deposit | 출금 withdraw withdrawal
계좌 account | 이체 transfer | 포인트 point | 적립 accrue earn point | 등급 grade tier level rank | 멤버십 membership
구독료 subscription_fee | 청약 subscription | 견적 quote estimate | 거래 transaction trade deal | 매출 sales revenue
수익 revenue profit | 대출 loan | 회계 accounting | 장부 ledger book | 원장 ledger | 전표 voucher | 송장 invoice
영업일 business_day | 공휴일 holiday | 휴일 holiday | 매장 store shop | 점포 store shop | 창고 warehouse
입고 inbound receive | 출고 outbound ship | 반품 return refund | 택배 parcel delivery | 브랜드 brand | 진열 display
품절 out_of_stock sold_out | 선착순 first_come | 추첨 draw lottery | 당첨 win winner | 경품 prize | 프로모션 promotion promo
후기 review | 리뷰 review | 평점 rating score | 별점 rating star | 추천인 referrer referral | 인기 popular popularity
조회수 view_count views | 위시리스트 wishlist | 판매자 seller vendor | 구매자 buyer | 고객 customer client | 고객센터 support
상담 consult support chat | 문의 inquiry contact | 공지 notice announcement | 공지사항 notice announcement
게시 post publish | 닉네임 nickname | 연락처 contact phone | 전화번호 phone phone_number | 휴대폰 phone mobile
우편번호 zip postal_code zipcode | 생년월일 birthday birth_date | 성별 gender sex | 국적 nationality country | 주민번호 ssn
본인인증 identity_verification verify | 본인확인 verify identity
# mathematics, learning machines, media, games
분류기 classifier | 군집화 clustering cluster | 편향 bias | 경사 gradient slope | 순전파 forward
신경망 neural_network network | 은닉층 hidden_layer | 어텐션 attention | 트랜스포머 transformer | 챗봇 chatbot bot | 봇 bot
하이퍼파라미터 hyperparameter | 과적합 overfit overfitting | 특성 feature attribute property | 중앙값 median
분산 distributed distribute variance | 표준편차 standard_deviation std | 근사 approximate | 내적 dot_product dot
외적 cross_product cross | 전치 transpose | 역행렬 inverse | 원점 origin | 각도 angle | 투영 project projection | 직선 line
삼각형 triangle | 반지름 radius | 둘레 perimeter | 넓이 area | 면적 area | 부피 volume | 교차 intersect intersection cross
교집합 intersection | 합집합 union | 차집합 difference | 부분집합 subset | 여집합 complement | 렌더러 renderer | 쉐이더 shader
메시 mesh | 정점 vertex vertices | 프레임레이트 frame_rate fps | 마찰 friction | 스프라이트 sprite | 체력 health hp
인벤토리 inventory | 퀘스트 quest | 리더보드 leaderboard
`;
