"""Stripe as far as Warta asks it, by the shapes of docs.stripe.com/api."""

import hashlib
import hmac
import json
import time

from tests.fakes.server import Fake

SECRET, KEY = "whsec_test", "sk_test_of_the_fake"
MONTH = 30 * 24 * 3600


def sign(body, secret=SECRET, at=None):
    moment = int(time.time() if at is None else at)
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={moment},v1={mac}"}


class FakeStripe(Fake):
    def __init__(self):
        super().__init__()
        self.rows, self.kept, self.count = {}, {}, 0

    def new(self, kind, **told):
        self.count += 1
        row = {"id": told.pop("id", f"{kind}_{self.count}"), "created": int(time.time()) + self.count % 1, **told}
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
            return 200, self.new("cs", object="checkout.session", status="open", url=f"{self.url}/pay", told=told,
                                 client_reference_id=told["client_reference_id"], mode=told["mode"],
                                 subscription=None, payment_intent=None)  # fmt: skip
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
        row = self.rows.get(name.rpartition("/")[2])
        if row is None:
            return 404, {"error": {"type": "invalid_request_error", "code": "resource_missing"}}
        if method == "DELETE":
            row |= {"status": "canceled", "canceled_at": int(time.time())}
            self.tell("customer.subscription.deleted", row)
        if method == "POST" and row["object"] == "subscription":
            if told.get("cancel_at_period_end"):
                row["cancel_at_period_end"] = told["cancel_at_period_end"] == "true"
                self.tell("customer.subscription.updated", row)
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

    # What happens there

    def tell(self, kind, about):
        self.count += 1
        event = {"id": f"evt_{self.count}", "object": "event", "type": kind, "created": int(time.time()),
                 "data": {"object": {name: value for name, value in about.items() if name != "told"}}}  # fmt: skip
        body = json.dumps(event).encode()
        self.notices.append((body, sign(body)))

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
            self.invoice(sub["id"], first, "subscription_create", trial * 86400 or MONTH)
        self.tell("checkout.session.completed", row)

    def invoice(self, sub, amount, reason="subscription_cycle", lasts=MONTH, status="paid"):
        """A period is charged."""
        row, now = self.rows[sub], int(time.time())
        price = row["items"]["data"][0]["price"]
        row["end"] = max(row.get("end", now), now) + lasts
        invoice = self.new("in", object="invoice", status=status, billing_reason=reason, subscription=sub,
                           amount_paid=amount, currency=price["currency"], hosted_invoice_url=f"{self.url}/invoice",
                           customer_email="reader@readers.example",
                           lines={"data": [{"period": {"start": now, "end": row["end"]}}]},
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
