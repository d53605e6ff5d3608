using System.Diagnostics;
using Tasker.Executors.Processes;

namespace Tasker.Executors.Tests.Processes;

public sealed class OwnerProcessTests
{
    [Fact]
    public void This_process_lives_and_is_the_same_at_every_look()
    {
        var owner = OwnerProcess.Current();

        Assert.Equal(owner, OwnerProcess.Current());
        Assert.Equal(Environment.ProcessId, owner.ProcessId);
        Assert.NotEqual("", owner.BootId);
        Assert.True(OwnerProcess.IsAlive(owner));
    }

    [Fact]
    public void Another_start_or_another_boot_is_another_owner_that_is_dead()
    {
        var owner = OwnerProcess.Current();

        Assert.False(OwnerProcess.IsAlive(owner with { StartTime = owner.StartTime + 1 }));
        Assert.False(OwnerProcess.IsAlive(owner with { BootId = "before" }));
    }

    [Fact]
    public async Task A_process_that_has_ended_is_dead_before_and_after_it_is_collected()
    {
        using var process = Process.Start("sleep", "1000");
        var owner = OwnerProcess.Current();
        var start = ProcessHost.Create(TimeProvider.System).Platform.Identify(process.Id)!.Value.StartTime;
        var other = owner with { ProcessId = process.Id, StartTime = start };
        Assert.True(OwnerProcess.IsAlive(other));

        process.Kill();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.False(OwnerProcess.IsAlive(other));
    }

    [Fact]
    public void Of_an_owner_on_another_machine_nothing_is_known_so_it_counts_as_alive()
    {
        var owner = OwnerProcess.Current();

        Assert.True(OwnerProcess.IsAlive(owner with { Host = "another", StartTime = 1 }));
    }
}
