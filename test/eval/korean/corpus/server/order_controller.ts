// 주문 접수와 조회 API. 결제 모듈과는 메시지로만 이야기한다.

import { requireLogin } from './auth_guard';
import type { OrderStore } from './order_store';

export interface OrderRequest {
  items: { productId: string; quantity: number }[];
  /** 배송지. 비어 있으면 회원 정보의 기본 배송지를 쓴다. */
  addressId?: string;
}

const MAX_ITEMS = 50;

/** 주문을 받는다. 같은 멱등 키로 두 번 들어오면 처음 만든 주문을 그대로 돌려준다. */
export async function createOrder(store: OrderStore, userId: string, key: string, body: OrderRequest) {
  const existing = await store.findByIdempotencyKey(userId, key);
  if (existing) return existing;
  if (body.items.length === 0) throw new Error('장바구니가 비어 있습니다.');
  if (body.items.length > MAX_ITEMS) throw new Error(`한 번에 ${MAX_ITEMS}종까지만 주문할 수 있습니다.`);
  return store.insert({ userId, key, ...body, state: '결제대기' });
}

/** 내 주문 목록. 마지막으로 본 주문 번호 다음부터 스무 개씩 잘라 준다. */
export async function listOrders(store: OrderStore, userId: string, after?: number) {
  requireLogin(userId);
  const rows = await store.select(userId, after ?? 0, 21);
  return { orders: rows.slice(0, 20), hasMore: rows.length > 20 };
}

/** 배송이 시작되기 전까지만 취소할 수 있다. 취소하면 재고와 쿠폰이 함께 되돌아간다. */
export async function cancelOrder(store: OrderStore, userId: string, orderId: number) {
  const order = await store.find(orderId);
  if (order.userId !== userId) throw new Error('다른 사람의 주문입니다.');
  if (order.state === '배송중' || order.state === '배송완료') throw new Error('이미 출고된 주문입니다.');
  await store.update(orderId, { state: '취소' });
}
