"""Stripe as far as Warta asks it, by the shapes of docs.stripe.com/api."""

import hashlib
import hmac
import json
import time
from calendar import monthrange
from datetime import UTC, datetime

from tests.fakes.server import PAGE, Fake

SECRET, KEY = "whsec_test", "sk_test_of_the_fake"
DAY = 24 * 3600
MONTH = 30 * DAY
CHECKOUT = "/c/pay/"
RETRIES = 4  # of a charge that failed, three days apart; then the subscription is cancelled there


def sign(body, secret=SECRET, at=None):
    moment = int(time.time() if at is None else at)
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={moment},v1={mac}"}


def months_on(start, months):
    """Seconds since 1970, so many calendar months later, as Stripe counts them: in UTC, from the first day."""
    begun = datetime.fromtimestamp(start, UTC)
    year, month = divmod(begun.year * 12 + begun.month - 1 + months, 12)
    day = min(begun.day, monthrange(year, month + 1)[1])
    return int(begun.replace(year=year, month=month + 1, day=day).timestamp())


class FakeStripe(Fake):
    def __init__(self):
        super().__init__()
        self.rows, self.kept, self.count = {}, {}, 0

    def now(self):
        return int(self.clock())

    def headers_of(self, body):
        return sign(body)

    def new(self, kind, **told):
        self.count += 1
        row = {"id": told.pop("id", f"{kind}_{self.count}"), "created": self.now(), **told}
        self.rows[row["id"]] = row
        return row

    def of(self, thing):
        return [row for row in reversed(self.rows.values()) if row.get("object") == thing]

    def again(self, method, path, told, headers):
        key = headers.get("Idempotency-Key")
        if method == "POST" and key in self.kept:
            before, answer = self.kept[key]
            if before != told:
                return 400, {"error": {"type": "idempotency_error"}}
            return answer
        answer = self.answer(method, path, told, headers)
        if method == "POST" and key:
            self.kept[key] = told, json.loads(json.dumps(answer))
        return answer

    def answer(self, method, path, told, headers):
        if headers["Authorization"] != f"Bearer {KEY}":
            return 401, {"error": {"type": "invalid_request_error"}}
        name = path.removeprefix("/v1/")
        if method == "POST" and name == "checkout/sessions":
            row = self.new("cs", object="checkout.session", status="open", told=told, mode=told["mode"],
                           client_reference_id=told["client_reference_id"], subscription=None,
                           payment_intent=None)  # fmt: skip
            row["url"] = f"{self.url}{CHECKOUT}{row['id']}"
            return 200, row
        if method == "POST" and name == "coupons":
            return 200, self.new("co", object="coupon", **told)
        if method == "POST" and name == "refunds":
            intent = self.rows[told["payment_intent"]]
            self.give_back(intent["id"], int(told.get("amount", intent["amount_received"])))
            return 200, self.new("re", object="refund", status="succeeded")
        lists = {"checkout/sessions": "checkout.session", "invoices": "invoice", "charges": "charge",
                 "disputes": "dispute", "invoice_payments": "invoice_payment"}  # fmt: skip
        if method == "GET" and name in lists:
            rows = self.of(lists[name])
            for field in ("subscription", "customer", "payment_intent", "status"):
                if field in told:
                    rows = [row for row in rows if row.get(field) == told[field]]
            if "payment" in told:
                rows = [row for row in rows if row["payment"]["payment_intent"] == told["payment"]["payment_intent"]]
            return 200, {"object": "list", "data": rows[: int(told.get("limit", 10))], "has_more": False, "url": path}
        if method == "POST" and name.startswith("checkout/sessions/") and name.endswith("/expire"):
            row = self.rows[name.split("/")[2]]
            if row["status"] != "open":
                return 400, {"error": {"type": "invalid_request_error"}}
            row["status"] = "expired"
            self.tell("checkout.session.expired", row)
            return 200, row
        row = self.rows.get(name.rpartition("/")[2])
        if row is None:
            return 404, {"error": {"type": "invalid_request_error", "code": "resource_missing"}}
        if method == "DELETE":
            row |= {"status": "canceled", "canceled_at": self.now()}
            self.tell("customer.subscription.deleted", row)
        if method == "POST" and row["object"] == "subscription":
            if told.get("cancel_at_period_end"):
                row["cancel_at_period_end"] = told["cancel_at_period_end"] == "true"
                self.tell("customer.subscription.updated", row)
            if "trial_end" in told:  # the next charge is on that day, and months are counted from it
                row |= {"end": int(told["trial_end"]), "anchor": int(told["trial_end"]), "months": 0}
            if "items" in told:
                data = told["items"]["0"]["price_data"]
                row["items"]["data"][0]["price"] |= {
                    "unit_amount": int(data["unit_amount"]),
                    "recurring": {"interval": "month", "interval_count": int(data["recurring"]["interval_count"])},
                }
        if row["object"] == "checkout.session" and row["payment_intent"]:
            intent = self.rows[row["payment_intent"]]
            return 200, row | {"payment_intent": intent | {"latest_charge": self.rows[intent["latest_charge"]]}}
        return 200, row

    def page(self, method, path, told):
        """Checkout: a reader pays there, and is sent back."""
        if not path.startswith(CHECKOUT):
            return None
        session = self.rows[path.removeprefix(CHECKOUT)]
        asked, said = session["told"], ""
        if method == "POST" and told["how"] == "pays" and session["status"] == "open":
            self.pay(session["id"])
            return 303, "", asked["success_url"]
        if method == "POST":
            said = "Your card was declined."
        item = asked["line_items"]["0"]["price_data"]
        amount = f"{item['currency'].upper()} {int(item['unit_amount']) / 100:.2f}"
        return 200, PAGE.format(title="Checkout", amount=amount, said=said, back=asked["cancel_url"]), ""

    # What happens there

    def tell(self, kind, about):
        self.count += 1
        event = {"id": f"evt_{self.count}", "object": "event", "type": kind, "created": self.now(),
                 "data": {"object": {name: value for name, value in about.items() if name != "told"}}}  # fmt: skip
        self.note(json.dumps(event).encode())

    def charge(self, amount, currency, customer, metadata):
        charge = self.new("ch", object="charge", amount=amount, currency=currency, customer=customer,
                          amount_refunded=0, disputed=False, metadata=metadata,
                          billing_details={"address": {"line1": "Jalan Rahasia 1"}},
                          payment_method_details={"card": {"last4": "4242"}})  # fmt: skip
        intent = self.new("pi", object="payment_intent", status="succeeded", amount_received=amount, currency=currency,
                          latest_charge=charge["id"])  # fmt: skip
        charge["payment_intent"] = intent["id"]
        return intent

    def pay(self, session):
        """The reader pays on the page."""
        row = self.rows[session]
        told = row["told"]
        item = told["line_items"]["0"]["price_data"]
        amount = int(item["unit_amount"])
        row["status"] = "complete"
        if told["mode"] == "payment":
            row["payment_intent"] = self.charge(
                amount, item["currency"], None, told["payment_intent_data"]["metadata"]
            )["id"]
        else:
            data = told["subscription_data"]
            customer = self.new("cus", object="customer")["id"]
            price = {"unit_amount": amount, "product": "prod_1", "currency": item["currency"],
                     "recurring": {"interval": "month", "interval_count": int(item["recurring"]["interval_count"])},
            }  # fmt: skip
            trial = int(data.get("trial_period_days", 0))
            sub = self.new("sub", object="subscription", status="trialing" if trial else "active", customer=customer,
                           metadata=data["metadata"], cancel_at_period_end=False, canceled_at=None,
                           items={"data": [{"id": "si_1", "price": price}]})  # fmt: skip
            row["subscription"] = sub["id"]
            coupon = self.rows.get(told.get("discounts", {}).get("0", {}).get("coupon", ""), {})
            sub["off"] = [int(coupon.get("amount_off", 0))] * (
                int(coupon.get("duration_in_months", 1)) if coupon else 0
            )
            first = 0 if trial else amount - (sub["off"].pop() if sub["off"] else 0)
            lasts = trial * DAY or self.calendar(sub, self.now()) - self.now()
            self.invoice(sub["id"], first, "subscription_create", lasts)
        self.tell("checkout.session.completed", row)

    def invoice(self, sub, amount, reason="subscription_cycle", lasts=MONTH, status="paid", starts=None):
        """A period is charged."""
        row, now = self.rows[sub], self.now()
        price = row["items"]["data"][0]["price"]
        starts = max(row.get("end", now), now) if starts is None else starts
        row["end"] = starts + lasts
        invoice = self.new("in", object="invoice", status=status, billing_reason=reason, subscription=sub,
                           amount_paid=amount, currency=price["currency"], hosted_invoice_url=f"{self.url}/invoice",
                           customer_email="reader@readers.example",
                           lines={"data": [{"period": {"start": starts, "end": row["end"]}}]},
                           parent={"subscription_details": {"subscription": sub, "metadata": row["metadata"]}},
                           status_transitions={"paid_at": now}, payments={"data": []})  # fmt: skip
        if status == "open":
            row["status"] = "past_due"
            self.tell("invoice.payment_failed", invoice)
            return invoice
        if amount:
            intent = self.charge(amount, price["currency"], row["customer"], {})
            payment = {"type": "payment_intent", "payment_intent": intent["id"]}
            invoice["payments"]["data"] = [{"status": "paid", "payment": payment}]
            self.new("inpay", object="invoice_payment", invoice=invoice["id"], payment=payment)
        self.tell("invoice.paid", invoice)
        return invoice

    def calendar(self, row, start):
        """The end of a period that begins then."""
        months = row["items"]["data"][0]["price"]["recurring"]["interval_count"]
        row["months"] = row.get("months", 0) + months
        return months_on(row.setdefault("anchor", start), row["months"])

    def pass_time(self, card_is_good=True):
        """What happens by itself until now: periods are charged, failed charges tried again, subscriptions end."""
        now, clock = self.now(), self.clock
        for row in self.of("subscription"):
            while (due := row.get("retry") or row["end"]) <= now and row["status"] != "canceled":
                self.clock = lambda due=due: due
                self.period_ends(row, due, card_is_good)
        for row in self.of("checkout.session"):
            if row["status"] == "open" and int(row["told"]["expires_at"]) <= now:
                row["status"] = "expired"
                self.tell("checkout.session.expired", row)
        self.clock = clock

    def period_ends(self, row, due, card_is_good):
        if row["cancel_at_period_end"]:
            row |= {"status": "canceled", "canceled_at": due}
            self.tell("customer.subscription.deleted", row)
        elif card_is_good:
            self.settle_open(row["id"])
            starts = row.get("failed") or due
            row |= {"status": "active", "end": starts, "tries": 0, "retry": None, "failed": None}
            price = int(row["items"]["data"][0]["price"]["unit_amount"])
            off = row["off"].pop() if row["off"] else 0
            self.invoice(row["id"], price - off, lasts=self.calendar(row, starts) - starts, starts=starts)
        elif row.get("tries", 0) >= RETRIES:
            row |= {"status": "canceled", "canceled_at": due}
            self.tell("customer.subscription.deleted", row)
        else:
            if not row.get("tries"):
                row["failed"] = due
                self.invoice(row["id"], 0, lasts=0, status="open")
            row |= {"tries": row.get("tries", 0) + 1, "retry": due + 3 * DAY}

    def settle_open(self, sub):
        """The invoice that failed is void: another is paid in its place."""
        for row in self.of("invoice"):
            if row["subscription"] == sub and row["status"] == "open":
                row["status"] = "void"

    def give_back(self, intent, amount):
        charge = self.rows[self.rows[intent]["latest_charge"]]
        charge["amount_refunded"] += amount
        self.tell("charge.refunded", charge)

    def dispute(self, intent, status="needs_response"):
        charge = self.rows[self.rows[intent]["latest_charge"]]
        charge["disputed"] = True
        row = next((row for row in self.of("dispute") if row["payment_intent"] == intent), None)
        row = row or self.new("dp", object="dispute", payment_intent=intent)
        row["status"] = status
        self.tell("charge.dispute.closed" if status in ("won", "lost") else "charge.dispute.created", row)

    def refunded(self):
        return sum(row["amount_refunded"] for row in self.of("charge")) // 100

    def payable(self):
        """How many Sessions are open."""
        return sum(row["status"] == "open" for row in self.of("checkout.session"))
