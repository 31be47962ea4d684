"""쿠폰 발급과 사용을 맡는 서비스.

선착순 발급은 재고 행을 잠그고 처리하므로 동시에 눌러도 초과 발급되지 않는다.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


class CouponError(Exception):
    """사용자에게 그대로 보여줄 수 있는 쿠폰 오류."""


@dataclass
class Coupon:
    code: str
    owner_id: int
    discount_rate: int
    expires_at: datetime
    used_at: datetime | None = None


class CouponService:
    def __init__(self, store, clock=datetime.now):
        self.store = store
        self.clock = clock

    def issue(self, campaign_id: int, user_id: int) -> Coupon:
        """선착순 쿠폰을 한 장 발급한다. 한 사람이 같은 행사에서 두 번 받을 수 없다."""
        with self.store.lock(f"campaign:{campaign_id}"):
            campaign = self.store.find_campaign(campaign_id)
            if campaign.remaining <= 0:
                raise CouponError("준비된 수량이 모두 소진되었습니다.")
            if self.store.has_coupon(campaign_id, user_id):
                raise CouponError("이미 받은 쿠폰입니다.")
            campaign.remaining -= 1
            coupon = Coupon(
                code=self.store.next_code(),
                owner_id=user_id,
                discount_rate=campaign.discount_rate,
                expires_at=self.clock() + timedelta(days=campaign.valid_days),
            )
            self.store.save(campaign, coupon)
            return coupon

    def apply(self, code: str, user_id: int, amount: int) -> int:
        """결제 금액에 쿠폰을 적용하고 할인된 금액을 돌려준다. 원 단위 아래는 버린다."""
        coupon = self.store.find_coupon(code)
        if coupon is None or coupon.owner_id != user_id:
            raise CouponError("본인에게 발급된 쿠폰이 아닙니다.")
        if coupon.used_at is not None:
            raise CouponError("이미 사용한 쿠폰입니다.")
        if coupon.expires_at < self.clock():
            raise CouponError("유효기간이 지났습니다.")
        coupon.used_at = self.clock()
        self.store.save(coupon)
        return amount - amount * coupon.discount_rate // 100

    def cancel(self, code: str) -> None:
        """주문이 취소되면 쿠폰을 되살린다. 유효기간은 늘려주지 않는다."""
        coupon = self.store.find_coupon(code)
        coupon.used_at = None
        self.store.save(coupon)
