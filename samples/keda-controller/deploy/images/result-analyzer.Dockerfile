# After "mvn package", with samples/video-encoder as its context.
FROM gcr.io/distroless/java17-debian12:nonroot
COPY target/video-encoder.jar /app/video-encoder.jar
ENTRYPOINT ["java", "-jar", "/app/video-encoder.jar"]
