namespace Tasker.Executors.Tests.Processes;

public sealed class PortableProcessTests() : ProcessSuite(PlatformKind.Portable);
