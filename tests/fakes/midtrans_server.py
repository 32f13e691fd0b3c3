"""Midtrans as far as Warta asks it, by the shapes of docs.midtrans.com."""

import base64
import json
from datetime import datetime, timedelta, timezone
from hashlib import sha512

from tests.fakes.server import PAGE, Fake

KEY = "SB-Mid-server-of-the-fake"
SNAP = "/snap/v4/redirection/"
JAKARTA = timezone(timedelta(hours=7))


class FakeMidtrans(Fake):
    def __init__(self):
        super().__init__()
        self.snaps, self.rows = {}, {}

    def now(self):
        return datetime.fromtimestamp(self.clock(), JAKARTA).strftime("%Y-%m-%d %H:%M:%S")

    def answer(self, method, path, told, headers):
        if headers["Authorization"] != "Basic " + base64.b64encode(f"{KEY}:".encode()).decode():
            return 401, {"status_code": "401"}
        if path == "/snap/v1/transactions":
            number = told["transaction_details"]["order_id"]
            if number in self.snaps:
                return 400, {"error_messages": ["transaction_details.order_id sudah digunakan, has already been taken"]}
            self.snaps[number] = told
            return 201, {"token": number, "redirect_url": f"{self.url}{SNAP}{number}"}
        _, _, number, verb = path.split("/")
        row = self.rows.get(number) or next((r for r in self.rows.values() if r["transaction_id"] == number), None)
        if row is None:
            return 200, {"status_code": "404", "status_message": "Transaction doesn't exist."}
        if verb == "expire":
            if row["transaction_status"] != "pending":
                return 200, {
                    "status_code": "412",
                    "status_message": "Merchant cannot modify the status of the transaction",
                }
            self.set(row["order_id"], "expire", status_code="202")
            return 200, row | {"status_code": "407", "status_message": "Success, transaction has expired"}
        if verb == "refund":
            if any(one["refund_key"] == told["refund_key"] for one in row.get("refunds", ())):
                return 200, {"status_code": "406"}
            self.give_back(row["order_id"], int(told["amount"]), told["refund_key"])
        return 200, row

    def page(self, method, path, told):
        """Snap's page: a reader pays there, and is sent back with what Midtrans adds to the address."""
        if not path.startswith(SNAP):
            return None
        number = path.removeprefix(SNAP)
        snap, said = self.snaps[number], ""
        back = snap["callbacks"]["finish"]
        if method == "POST" and told["how"] == "pays":
            self.pay(number)
            return 303, "", f"{back}?order_id={number}&status_code=200&transaction_status=settlement"
        if method == "POST":
            self.set(number, "deny")
            said = "Refused"
        amount = f"Rp{snap['transaction_details']['gross_amount']}"
        return 200, PAGE.format(title="Snap", amount=amount, said=said, back=back), ""

    # What happens there

    def set(self, number, status, **more):
        row = self.rows.setdefault(number, {
            "order_id": number, "transaction_id": f"tr-{number}",
            "gross_amount": f"{self.snaps[number]['transaction_details']['gross_amount']}.00",
            "transaction_time": self.now(), "masked_card": "481111-1114",
        })  # fmt: skip
        row |= {"transaction_status": status, "status_code": "201" if status == "pending" else "200", **more}
        text = row["order_id"] + row["status_code"] + row["gross_amount"] + KEY
        self.note(json.dumps(row | {"signature_key": sha512(text.encode()).hexdigest()}).encode())

    def standing(self, number):
        """None: nobody chose a way to pay on that page yet."""
        return self.rows.get(number, {}).get("transaction_status")

    def choose(self, number):
        """The reader takes a virtual account, and has not paid it yet."""
        self.set(number, "pending")

    def pay(self, number):
        self.set(number, "settlement", settlement_time=self.now(), fraud_status="accept")

    def give_back(self, number, amount, key="dashboard"):
        refunds = [*self.rows[number].get("refunds", ()), {"refund_key": key, "refund_amount": f"{amount}.00"}]
        back = sum(int(row["refund_amount"][:-3]) for row in refunds)
        whole = int(self.rows[number]["gross_amount"][:-3])
        self.set(number, "refund" if back == whole else "partial_refund", refunds=refunds, refund_amount=f"{back}.00")

    def refunded(self):
        return sum(int(one["refund_amount"][:-3]) for row in self.rows.values() for one in row.get("refunds", ()))

    def payable(self):
        """How many wait for money."""
        return sum(row["transaction_status"] == "pending" for row in self.rows.values())
