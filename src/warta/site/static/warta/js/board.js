// The live board asks for itself anew each ten seconds, as long as somebody looks at it.
const board = document.getElementById("board");
const again = async () => {
	if (document.hidden || board.contains(document.activeElement)) return;
	try {
		const answer = await fetch(board.dataset.part, { headers: { "X-Requested-With": "XMLHttpRequest" } });
		if (!answer.ok || answer.redirected) return;
		const open = [...board.querySelectorAll("details")].map((one) => one.open);
		board.innerHTML = await answer.text();
		board.querySelectorAll("details").forEach((one, place) => { one.open = open[place]; });
	} catch {
		// The next time, then.
	}
};
setInterval(again, 10000);
