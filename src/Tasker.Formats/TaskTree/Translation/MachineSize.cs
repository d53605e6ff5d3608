using Tasker.Engine.Settings;
using Tasker.Formats.Settings;

namespace Tasker.Formats.TaskTree.Translation;

/// <summary>How large the machine is.</summary>
/// <param name="Cpus">Its CPUs, 1 or more.</param>
/// <param name="Memory">Its memory in bytes.</param>
public sealed record MachineSize(int Cpus, long Memory)
{
    /// <summary>How many tasks run at once when each has so many CPUs. One that asks for more than there is gets what there is.</summary>
    public int TasksByCpu(int each) => Math.Max(1, Cpus / each);

    /// <summary>How many tasks run at once when each has so many bytes. One that asks for more than there is gets what there is.</summary>
    public int TasksByMemory(long each) => (int)Math.Clamp(Memory / each, 1, 1_000_000);

    /// <summary>
    /// What people are told when the machine, and no number of the settings, is what keeps tasks waiting; null when it is not.
    /// </summary>
    /// <param name="settings">What is set aside for each task.</param>
    /// <param name="tasks">How many tasks there are.</param>
    public string? Note(TreeSettings settings, int tasks)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var wanted = Math.Min(settings.MaxAgents, tasks);
        var byCpu = settings.CpuPerTask is { } cpus ? TasksByCpu(cpus) : int.MaxValue;
        var byMemory = settings.MemoryPerTask is { } memory ? TasksByMemory(memory) : int.MaxValue;
        if (Math.Min(byCpu, byMemory) >= wanted)
        {
            return null;
        }

        var most = Math.Min(byCpu, byMemory);
        var isCut = settings.CpuPerTask > Cpus || settings.MemoryPerTask > Memory;
        string[] aside =
        [
            .. settings.CpuPerTask is { } c ? new[] { c == 1 ? "1 CPU" : $"{c} CPUs" } : [],
            .. settings.MemoryPerTask is { } m ? new[] { SizeText.Write(m) } : [],
        ];
        return $"This machine has {(Cpus == 1 ? "1 CPU" : $"{Cpus} CPUs")} and {SizeText.Write(Memory)}: at most {most} "
            + $"{(most == 1 ? "task runs" : "tasks run")} at the same time, "
            + $"since {string.Join(" and ", aside)} are set aside for each{(isCut ? " (cut to what there is)" : "")}. "
            + "'cpu-per-task' and 'memory-per-task' under 'tree' in tasker.yaml change that; 'none' counts neither.";
    }
}
