package kr.example.market.settlement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;

/**
 * 판매자 정산 배치. 매일 새벽 네 시에 전날 구매 확정된 주문을 모아 판매자별로 지급액을 계산한다.
 *
 * <p>중간에 죽어도 다시 돌리면 된다. 이미 정산한 주문은 건너뛴다.
 */
public final class SettlementJob {
    private static final BigDecimal FEE_RATE = new BigDecimal("0.033");

    private final OrderReader orders;
    private final PayoutWriter payouts;

    public SettlementJob(OrderReader orders, PayoutWriter payouts) {
        this.orders = orders;
        this.payouts = payouts;
    }

    /** 하루치 정산을 돌린다. */
    public int run(LocalDate day) {
        int settled = 0;
        for (List<ConfirmedOrder> page : orders.pages(day, 500)) {
            for (ConfirmedOrder order : page) {
                if (payouts.exists(order.id())) {
                    continue;
                }
                payouts.write(order.sellerId(), order.id(), payoutOf(order.amount()));
                settled++;
            }
        }
        return settled;
    }

    /** 수수료를 뺀 지급액. 원 미만은 판매자에게 유리하게 올린다. */
    static BigDecimal payoutOf(BigDecimal amount) {
        BigDecimal fee = amount.multiply(FEE_RATE).setScale(0, RoundingMode.DOWN);
        return amount.subtract(fee);
    }
}
