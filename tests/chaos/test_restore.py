"""A backup is restored after letters were sent that it knows nothing of, or held unsent."""

from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from local.backups import base_backup, restored
from outbox.invariants import broken
from outbox.models import Letter, Notice
from outbox.rearming import WHY_NOT
from tests.chaos.conftest import OpenStage
from tests.chaos.estate import using
from tests.chaos.letters import ALONE
from tests.chaos.stage import DISARMED, one_each

WRITTEN, PROMISED, LATER, NEW = range(1, 21), range(21, 41), range(41, 501), range(501, 601)
SENT, EVERYBODY = range(1, 501), range(1, 601)


def test_a_backup_of_before_500_letters_sends_none_of_them_again(
    open_stage: OpenStage, tell: Callable[[str], None]
) -> None:
    stage = open_stage()
    stage.relay.go_away()
    stage.promise(ALONE, WRITTEN)
    stage.manage("deliver")
    stage.promise(ALONE, PROMISED)
    backup = base_backup(stage.database_url, stage.estate.folder / "backup")
    stage.relay.listen()
    stage.promise(ALONE, LATER)
    stage.worker()
    stage.beat()
    stage.wait_for(len(SENT))
    stage.wait_until_settled()
    stage.check(expected=one_each(SENT))
    stage.kill_all()

    with restored(backup, stage.estate.folder / "restored") as database_url, using(database_url):
        stage.database_url = database_url
        assert (Letter.objects.open().count(), Notice.objects.count()) == (20, 40)
        stage.worker()
        stage.beat()
        stage.engine()
        stage.wait_until_all_run(saying=DISARMED)
        stage.promise(ALONE, NEW)
        stage.wait_until_all_run(saying=DISARMED)
        sent_before = len(stage.relay.taken) - len(SENT)
        [armed] = stage.manage("rearm", "--by", "Isla Reid", "--yes", settings.ENVIRONMENT)[-1:]
        stage.wait_for(len(SENT) + len(NEW))
        stage.wait_until_settled()

        assert sent_before == 0
        assert stage.relay.copies() == one_each(EVERYBODY)
        assert broken(at=timezone.now()) == []
        assert Letter.objects.filter(person__in=WRITTEN, state=Letter.State.ACCEPTED).count() == 20
        passed_over = Notice.objects.filter(person__in=PROMISED).values_list("reason", flat=True)
        assert list(passed_over) == [WHY_NOT] * 20
        stage.kill_all()
    tell(f"{len(SENT)} letters after the backup, {sent_before} of them again. {armed}")
