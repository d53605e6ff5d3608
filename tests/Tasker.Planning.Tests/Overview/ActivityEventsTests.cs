using Tasker.Planning.Files;
using Tasker.Planning.Overview;

namespace Tasker.Planning.Tests.Overview;

public sealed class ActivityEventsTests : IDisposable
{
    private readonly string _target = Directory.CreateTempSubdirectory("tasker-activity-").FullName;

    private PlanningFolder Folder => PlanningFolder.OfTarget(_target);

    public void Dispose() => Directory.Delete(_target, recursive: true);

    [Fact]
    public void Lines_become_events_the_newest_first()
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        ActivityLog.Add(Folder, "INFO", "orchestrator", "spawn", "launching task-executor for T001", now);
        ActivityLog.Add(Folder, "ERROR", "orchestrator", "spawn-complete", "T001: FAILED - it broke", now.AddSeconds(1));

        var events = ActivityEvents.Newest(Folder, 10);

        Assert.Equal(
            [
                new PlanEvent(now.AddSeconds(1), "spawn-complete", "T001", "ERROR orchestrator: FAILED - it broke"),
                new PlanEvent(now, "spawn", null, "orchestrator: launching task-executor for T001"),
            ],
            events);
        Assert.Single(ActivityEvents.Newest(Folder, 1));
    }

    [Fact]
    public void Whatever_stands_there_is_bounded_and_draws_nothing()
    {
        Directory.CreateDirectory(Folder.Logs);
        using (var log = File.Create(Folder.ActivityLog))
        {
            log.Write(new byte[200_000]);
            log.Write("\n[2026-03-01T12:00:00Z] [INFO] [a\u001b[2Jb] e\u0007: \u001b]0;title\u0007\u0085 ok\r\n"u8);
            log.Write("[2026-03-01T12:00:00Z] [LOUD] [a] e: no level\nno line\n[] [INFO] [a] e: no time\n[yesterday] [WARN] [] e:\n"u8);
            log.Write([0xff, 0xfe, (byte)'\n']);
            log.Write("[2026-03-01T12:00:00Z] [INFO] [a] e: "u8);
            log.Write(Enumerable.Repeat((byte)'x', 40_000).ToArray());
        }

        var events = ActivityEvents.Newest(Folder, 10);

        Assert.Equal(3, events.Count);
        Assert.Equal(("e", 1003), (events[0].Type, events[0].Details.Length));
        Assert.Equal(new PlanEvent(null, "e", null, "WARN : "), events[1]);
        Assert.DoesNotContain(events, one => (one.Type + one.Details).Any(char.IsControl));
    }

    [Fact]
    public void Without_a_log_there_is_nothing() => Assert.Empty(ActivityEvents.Newest(Folder, 10));

    [Fact]
    public void Events_of_the_state_and_of_the_log_are_told_in_the_order_of_their_times()
    {
        PlanEvent[] state = [At(5, "s5"), new(null, "s?", null, ""), At(1, "s1")];
        PlanEvent[] log = [At(6, "l6"), At(5, "l5"), At(0, "l0")];

        Assert.Equal(["l6", "s5", "s?", "l5", "s1", "l0"], PlanEvent.Merged(state, log, 10).Select(one => one.Type));
        Assert.Equal(["l6", "s5"], PlanEvent.Merged(state, log, 2).Select(one => one.Type));
        Assert.Empty(PlanEvent.Merged([], [], 2));

        static PlanEvent At(int second, string type) => new(DateTimeOffset.UnixEpoch.AddSeconds(second), type, null, "");
    }
}
