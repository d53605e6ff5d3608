namespace Tasker.Executors.Tests.Processes;

public sealed class PipedProcessTests() : ProcessSuite(PlatformKind.Piped);
