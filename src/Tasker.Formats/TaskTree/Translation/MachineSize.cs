namespace Tasker.Formats.TaskTree.Translation;

/// <summary>How large the machine is.</summary>
/// <param name="Cpus">Its CPUs, 1 or more.</param>
/// <param name="Memory">Its memory in bytes.</param>
public sealed record MachineSize(int Cpus, long Memory);
