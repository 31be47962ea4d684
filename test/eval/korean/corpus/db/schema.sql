-- 회원. 탈퇴하면 개인정보를 비우고 행은 남긴다. 법에 따라 거래 기록은 5년 보관한다.
CREATE TABLE member (
  id          BIGINT PRIMARY KEY,
  email       TEXT UNIQUE,
  nickname    TEXT NOT NULL,
  password    TEXT NOT NULL,
  last_login_at TIMESTAMP NOT NULL,
  withdrawn_at TIMESTAMP
);

-- 상품 재고. 수량이 0 아래로 내려가면 주문이 실패한다.
CREATE TABLE stock (
  product_id BIGINT PRIMARY KEY,
  quantity   INTEGER NOT NULL CHECK (quantity >= 0)
);

-- 적립금 원장. 더하고 뺀 기록만 쌓고 고치지 않는다. 잔액은 합계로 구한다.
CREATE TABLE point_ledger (
  id         BIGINT PRIMARY KEY,
  member_id  BIGINT NOT NULL REFERENCES member (id),
  amount     INTEGER NOT NULL,
  reason     TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL
);

-- 회원별 최근 기록을 빨리 찾기 위한 색인.
CREATE INDEX point_ledger_member ON point_ledger (member_id, created_at DESC);

-- 휴면 회원을 옮기는 절차. 일 년 동안 접속하지 않은 회원이 대상이다.
CREATE PROCEDURE move_dormant_members() AS $$
  INSERT INTO dormant_member SELECT * FROM member WHERE last_login_at < now() - interval '1 year';
$$;
